package dev.larder.server.cli;

import dev.larder.server.bench.Drive;
import java.util.Locale;
import picocli.CommandLine.Option;

/// How hard a benchmark drives its load: the options that say so.
final class BenchDrive {
    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "50",
            description = "Connections. Default: ${DEFAULT-VALUE}.")
    private int clients;

    @Option(
            names = "--pipeline",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Requests that a connection sends together. Default: ${DEFAULT-VALUE}. With --rate:"
                            + " that it has on their way at most.")
    private int pipeline;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads that drive them. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "0",
            description =
                    "Requests a second, whatever the server does: latencies count from when a request"
                            + " was due. Default: each follows the reply to the last.")
    private double rate;

    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "0",
            description = "Ends a run after so many requests.")
    private long requests;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "10",
            description =
                    "Ends a run after this time. Default, without --requests: ${DEFAULT-VALUE}.")
    private double seconds;

    Drive drive() {
        return new Drive(clients, pipeline, threads, rate, requests, seconds);
    }

    String summary() {
        String force = clients + " clients, pipeline " + pipeline + ", threads " + threads + ", ";
        String pace = rate > 0 ? String.format(Locale.ROOT, "%,.0f a second, ", rate) : "";
        return force
                + pace
                + (requests > 0
                        ? requests + " requests"
                        : String.format(Locale.ROOT, "%.1f s", seconds));
    }
}
