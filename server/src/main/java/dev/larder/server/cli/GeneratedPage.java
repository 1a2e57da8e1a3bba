package dev.larder.server.cli;

import java.util.function.Supplier;

/// A file in the repository that is made from a catalogue in the code.
///
/// @param path where it lies, relative to the repository's root, with `/`
/// @param text makes it
public record GeneratedPage(String path, Supplier<String> text) {}
