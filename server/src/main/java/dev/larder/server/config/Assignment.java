package dev.larder.server.config;

import java.util.List;

/// One line, variable or option that gives a setting its value.
///
/// @param origin the file and line, `environment` or `options`
/// @param key the setting, as it was written
/// @param directive the setting
/// @param words the value
record Assignment(String origin, String key, Directive<?> directive, List<String> words) {}
