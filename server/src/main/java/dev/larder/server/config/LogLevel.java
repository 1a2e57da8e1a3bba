package dev.larder.server.config;

/// How much is logged, by Redis's names for it.
public enum LogLevel {
    /// Everything a developer could want.
    DEBUG,
    /// Much that is seldom useful.
    VERBOSE,
    /// What an operator wants to know.
    NOTICE,
    /// What an operator must know.
    WARNING,
    /// Nothing at all.
    NOTHING
}
