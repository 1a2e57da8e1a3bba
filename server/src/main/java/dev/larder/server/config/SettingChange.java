package dev.larder.server.config;

/// One setting to change at run time.
///
/// @param name as the client wrote it
/// @param value as the client wrote it, one character a byte
public record SettingChange(String name, String value) {}
