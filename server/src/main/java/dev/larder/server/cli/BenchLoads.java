package dev.larder.server.cli;

import dev.larder.server.bench.Distribution;
import dev.larder.server.bench.Drive;
import dev.larder.server.bench.KeySpace;
import dev.larder.server.bench.Lifetimes;
import dev.larder.server.bench.Load;
import dev.larder.server.bench.ValuePlan;
import dev.larder.server.bench.ValueSizes;
import dev.larder.server.bench.ValueVariety;
import dev.larder.server.bench.Workload;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What a benchmark sends: the options that say so.
final class BenchLoads {
    private static final String RATIO_DEFAULT = "1:10";

    @Option(
            names = "--test",
            paramLabel = "LIST",
            description =
                    "Requests of one kind, one kind after the other: of get, set, mget, incr, ping.")
    private String tests = "";

    @Option(
            names = "--ratio",
            paramLabel = "SETS:GETS",
            description = "Writes and reads mixed. Default, without --test: " + RATIO_DEFAULT + ".")
    private String ratio = "";

    @Option(
            names = "--mget-keys",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many keys an MGET names. Default: ${DEFAULT-VALUE}.")
    private int mgetKeys;

    @Option(
            names = "--keys",
            paramLabel = "N",
            defaultValue = "100000",
            description = "How many keys there are. Default: ${DEFAULT-VALUE}.")
    private long keys;

    @Option(
            names = "--key-prefix",
            paramLabel = "TEXT",
            defaultValue = "key:",
            description = "What keys begin with; twelve digits follow. Default: ${DEFAULT-VALUE}")
    private String prefix = "";

    @Option(
            names = "--distribution",
            paramLabel = "NAME",
            defaultValue = "uniform",
            description =
                    "How requests spread over the keys: uniform, zipf[:theta], gaussian[:stddev] or"
                            + " sequential. Default: ${DEFAULT-VALUE}; theta 0.99, stddev a sixth of"
                            + " the keys.")
    private String distribution = "";

    @Option(
            names = "--grow",
            description =
                    "Begins without keys and has all of them at the end: writes make the new ones.")
    private boolean grows;

    @Option(
            names = "--value-bytes",
            paramLabel = "SIZES",
            defaultValue = "32",
            description =
                    "The sizes of values: N, MIN-MAX, or SIZE:WEIGHT,SIZE:WEIGHT,...; several of these with"
                            + " / between them take turns while a run lasts. Default: ${DEFAULT-VALUE}.")
    private String valueBytes = "";

    @Option(
            names = "--values",
            paramLabel = "KIND",
            defaultValue = "varied",
            description = "same, varied (no two alike) or distinct:N. Default: ${DEFAULT-VALUE}.")
    private String values = "";

    @Option(
            names = "--ttl",
            paramLabel = "SECONDS",
            description = "What writes give entries to live: N or MIN-MAX. Default: no end.")
    private String ttl = "";

    @Option(
            names = "--ttl-share",
            paramLabel = "P%",
            defaultValue = "100%",
            description = "How many of the writes do so, with --ttl. Default: ${DEFAULT-VALUE}.")
    private String ttlShare = "";

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "What all chance follows from. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin private BenchDrive drive = new BenchDrive();

    /// The loads, one after the other.
    ///
    /// @throws IllegalArgumentException if what is asked for makes no sense
    List<Load> loads() {
        if (!tests.isEmpty() && !ratio.isEmpty()) {
            throw new IllegalArgumentException("--test and --ratio exclude each other");
        }
        List<Workload> workloads =
                !tests.isEmpty()
                        ? named("--test", () -> Workload.tests(tests))
                        : List.of(
                                named(
                                        "--ratio",
                                        () ->
                                                Workload.ratio(
                                                        ratio.isEmpty() ? RATIO_DEFAULT : ratio)));
        Distribution spread = named("--distribution", () -> Distribution.parse(distribution));
        var space = new KeySpace(keys, prefix, spread, grows);
        var plan =
                new ValuePlan(
                        named("--value-bytes", () -> ValueSizes.parse(valueBytes)),
                        named("--values", () -> ValueVariety.parse(values)),
                        lifetimes());
        Drive force = drive.drive();
        return workloads.stream()
                .map(workload -> new Load(workload, space, plan, mgetKeys, force, seed))
                .toList();
    }

    private Lifetimes lifetimes() {
        if (ttl.isEmpty()) {
            return Lifetimes.NONE;
        }
        Lifetimes all = named("--ttl", () -> Lifetimes.parse(ttl));
        return named("--ttl-share", () -> all.of(ttlShare));
    }

    /// Puts the option's name before what is wrong with its value.
    private static <T> T named(String option, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException | ArithmeticException malformed) {
            throw new IllegalArgumentException(option + ": " + malformed.getMessage(), malformed);
        }
    }

    /// One line about all of it.
    String summary() {
        return keys
                + " keys "
                + distribution
                + (grows ? ", growing" : "")
                + "; values of "
                + valueBytes
                + " bytes, "
                + values
                + (ttl.isEmpty() ? "" : ", " + ttlShare + " live " + ttl + " s")
                + "; "
                + drive.summary();
    }
}
