package dev.larder.server.cli;

import dev.larder.client.Credentials;
import dev.larder.server.bench.ServerAddress;
import dev.larder.server.bench.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Which servers a benchmark is of: the options that say so.
final class BenchTargets {
    private static final int ROUNDS_AGAINST = 5;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "The server's name or address. Default: ${DEFAULT-VALUE}.")
    private String host = "";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "6379",
            description = "The server's port. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--connect",
            paramLabel = "HOST:PORT",
            description = "Both together; goes before --host and --port.")
    private String connect = "";

    @Option(
            names = "--user",
            paramLabel = "NAME",
            defaultValue = Credentials.DEFAULT_USER,
            description = "Who to log in as, with --password. Default: ${DEFAULT-VALUE}.")
    private String user = "";

    @Option(
            names = "--password",
            paramLabel = "PASSWORD",
            description = "The password, of all servers. Others on this machine can see it.")
    private String password = "";

    @Option(
            names = "--against",
            paramLabel = "HOST:PORT",
            description =
                    "Another server to measure in turn with the first, any number of times: prints the"
                            + " medians of each, and the median of the rounds' ratios to the first.")
    private List<String> against = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "0",
            description = "Measured rounds. Default: 1, or 5 with --against.")
    private int rounds;

    /// The servers, the one that others are compared with first.
    ///
    /// @throws IllegalArgumentException if one is not named so that it can be found
    List<Target> targets() {
        Optional<Credentials> login =
                password.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Credentials(user, password));
        var targets = new ArrayList<Target>();
        targets.add(
                new Target(
                        connect.isEmpty()
                                ? new ServerAddress(host, port)
                                : ServerAddress.parse(connect),
                        login));
        for (String other : against) {
            targets.add(new Target(ServerAddress.parse(other), login));
        }
        return targets;
    }

    /// How many rounds.
    int rounds() {
        return rounds != 0 ? rounds : against.isEmpty() ? 1 : ROUNDS_AGAINST;
    }
}
