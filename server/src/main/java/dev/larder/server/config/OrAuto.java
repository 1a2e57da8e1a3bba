package dev.larder.server.config;

/// A number that was given, or that the server chose because the setting says `auto`.
///
/// @param auto whether the server chose
/// @param value the number in force either way
public record OrAuto(boolean auto, long value) {}
