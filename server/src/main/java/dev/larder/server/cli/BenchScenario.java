package dev.larder.server.cli;

import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// Options that belong together, under one name. Those that are also given keep their given values.
enum BenchScenario {
    /// What is asked for, and nothing else.
    NONE(Map.of()),
    /// What makes a cache pause if anything does: it grows from nothing, entries expire, sizes shift so
    /// that pages are evacuated, and, under a `maxmemory` of 2 GB or less, entries are evicted.
    PAUSES(
            Map.ofEntries(
                    Map.entry("--rate", 26_000.0),
                    Map.entry("--seconds", 600.0),
                    Map.entry("--ratio", "2:1"),
                    Map.entry("--keys", 10_000_000L),
                    Map.entry("--distribution", "zipf"),
                    Map.entry("--grow", true),
                    Map.entry("--ttl", "1-60"),
                    Map.entry("--ttl-share", "30%"),
                    Map.entry("--value-bytes", "64/1000/200/4000/32/500-2000/100/8000:1,50:9"),
                    Map.entry("--pipeline", 16),
                    Map.entry("--warmup", 15.0)));

    @SuppressWarnings("ImmutableEnumChecker") // Maps made by Map.of do not change.
    private final Map<String, Object> presets;

    BenchScenario(Map<String, Object> presets) {
        this.presets = presets;
    }

    /// Sets what was not given.
    void apply(CommandSpec spec, ParseResult given) {
        for (Map.Entry<String, Object> preset : presets.entrySet()) {
            if (!given.hasMatchedOption(preset.getKey())) {
                OptionSpec option = spec.findOption(preset.getKey());
                option.setValue(preset.getValue());
            }
        }
    }
}
