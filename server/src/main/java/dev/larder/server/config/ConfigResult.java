package dev.larder.server.config;

import java.util.List;

/// What reading the settings came to: settings, or all that is wrong with them.
public sealed interface ConfigResult {
    /// Everything was right.
    ///
    /// @param settings what is in force
    /// @param warnings what was accepted but deserves a word
    record Valid(Settings settings, List<String> warnings) implements ConfigResult {}

    /// Something was wrong.
    ///
    /// @param problems every mistake found, in the order of the sources; never empty
    record Invalid(List<ConfigProblem> problems) implements ConfigResult {}
}
