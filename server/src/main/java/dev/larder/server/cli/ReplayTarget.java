package dev.larder.server.cli;

import dev.larder.client.LarderClient;
import dev.larder.server.config.ConfigLoader;
import dev.larder.server.config.ConfigProblem;
import dev.larder.server.config.ConfigResult;
import dev.larder.server.config.OptionList;
import dev.larder.server.config.Settings;
import dev.larder.server.logging.Logging;
import dev.larder.server.replay.Cache;
import dev.larder.server.replay.ReplayException;
import dev.larder.server.replay.TraceFile;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// Which cache a replay plays into: the options that say so, and the way there.
final class ReplayTarget {
    private static final Pattern ENTRIES =
            Pattern.compile("(\\d{1,15})|(\\d{1,3}(?:\\.\\d{1,6})?)%");
    private static final Pattern ADDRESS = Pattern.compile("\\[?([^\\[\\]]+)]?:(\\d{1,5})");

    /// Room that is never short: replays are about the number of entries.
    private static final long BYTES_AT_LEAST = 64L << 20;

    private static final long BYTES_AN_ENTRY = 512;

    private static final int VALUE_BYTES_MAX = 1 << 20;

    @Option(
            names = "--max-entries",
            paramLabel = "N|P%",
            required = true,
            description =
                    "How many entries the cache may hold: a number, or a share of the trace's different"
                            + " keys.")
    private String maxEntries = "";

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            defaultValue = "allkeys-lru",
            description = "Which entries go: a maxmemory-policy. Default: ${DEFAULT-VALUE}.")
    private String policy = "";

    @Option(
            names = "--shards",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Parts of the store, each with a lock, without --connect. Default: ${DEFAULT-VALUE}.")
    private String shards = "1";

    @Option(
            names = "--connect",
            paramLabel = "HOST:PORT",
            description =
                    "An empty server to play into; its policy and bound are changed by CONFIG SET, and"
                            + " it is emptied after each file. One that has no max-entries gets the"
                            + " maxmemory that it uses when it holds so many.")
    private String address = "";

    @Option(
            names = "--value-bytes",
            paramLabel = "N",
            defaultValue = "8",
            description = "The size of values, up to 1048576. Default: ${DEFAULT-VALUE}.")
    private int valueBytes = 1;

    /// Refuses what cannot be meant.
    void check(CommandSpec spec) {
        require(spec, "--max-entries", maxEntries, ENTRIES.matcher(maxEntries).matches());
        boolean sized = valueBytes > 0 && valueBytes <= VALUE_BYTES_MAX;
        require(spec, "--value-bytes", Integer.toString(valueBytes), sized);
        require(spec, "--connect", address, isOwn() || ADDRESS.matcher(address).matches());
    }

    private static void require(CommandSpec spec, String option, String value, boolean sane) {
        if (!sane) {
            throw new ParameterException(
                    spec.commandLine(), option + " '" + value + "' makes no sense; see --help");
        }
    }

    private boolean isOwn() {
        return address.isEmpty();
    }

    /// The bound for `trace`, at least 1. Reads it if the bound is a share.
    long entries(TraceFile trace, long limit) throws IOException {
        Matcher entries = ENTRIES.matcher(maxEntries);
        if (!entries.matches()) {
            throw new IllegalStateException(maxEntries);
        }
        String percent = entries.group(2);
        if (percent == null) {
            return Math.max(1, Long.parseLong(maxEntries));
        }
        return Math.max(1, (long) (trace.distinctKeys(limit) * Double.parseDouble(percent) / 100));
    }

    /// The cache, empty and bounded.
    Target open(Launch launch, long entries) throws ReplayException, StartFailedException {
        if (isOwn()) {
            RunningServer server = launch.starter().start(settings(entries));
            int port = server.addresses().getFirst().getPort();
            return new Target(
                    new Cache(LarderClient.connect("127.0.0.1", port), valueBytes), server::stop);
        }
        Matcher parts = ADDRESS.matcher(address);
        if (!parts.matches()) {
            throw new IllegalStateException(address);
        }
        var client = LarderClient.connect(parts.group(1), Integer.parseInt(parts.group(2)));
        var cache = new Cache(client, valueBytes);
        try {
            cache.mustBeEmpty();
            cache.bound(entries, policy);
        } catch (ReplayException refused) {
            cache.close();
            throw refused;
        }
        return new Target(cache, cache::empty);
    }

    private Settings settings(long entries) throws StartFailedException {
        long bytes = BYTES_AT_LEAST + entries * (BYTES_AN_ENTRY + 2L * valueBytes);
        var loader = new ConfigLoader();
        loader.options(
                OptionList.parse(
                        List.of(
                                "--port",
                                "0",
                                "--bind",
                                "127.0.0.1",
                                "--loglevel",
                                "warning",
                                "--maxmemory",
                                Long.toString(bytes),
                                "--maxmemory-policy",
                                policy,
                                "--max-entries",
                                Long.toString(entries),
                                "--shards",
                                shards)));
        return switch (loader.finish()) {
            case ConfigResult.Valid(Settings settings, var _) -> quiet(settings);
            case ConfigResult.Invalid(List<ConfigProblem> problems) ->
                    throw new StartFailedException(
                            ExitCode.USAGE,
                            problems.stream()
                                    .map(ConfigProblem::text)
                                    .collect(Collectors.joining("; ")),
                            new IllegalArgumentException(policy));
        };
    }

    private static Settings quiet(Settings settings) throws StartFailedException {
        try {
            Logging.follow(settings);
            return settings;
        } catch (IOException unwritable) {
            throw new StartFailedException(
                    ExitCode.CANNOT_CREATE, unwritable.toString(), unwritable);
        }
    }

    /// What is done with a cache that has been played into.
    interface Finish {
        /// Leaves nothing behind.
        void run() throws ReplayException;
    }

    /// A cache for one replay.
    record Target(Cache cache, Finish finish) implements AutoCloseable {
        @Override
        public void close() throws ReplayException {
            try (cache) {
                finish.run();
            }
        }
    }
}
