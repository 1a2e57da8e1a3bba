package dev.larder.server.bench;

import dev.larder.client.ClientConfig;
import dev.larder.client.LarderClient;
import dev.larder.client.LarderException;
import dev.larder.protocol.resp.Reply;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What is asked of a server besides the load: who it is, and what it has done. Its processor time is
/// known if the process it names is on this machine.
final class ServerProbe implements AutoCloseable {
    /// A process that is so much older or younger than the server says is another one: that of a
    /// container, as a rule, which counts its processes from 1.
    private static final Duration AGE_TOLERANCE = Duration.ofSeconds(10);

    private final LarderClient client;
    private final String description;
    private final Optional<ProcessHandle> process;

    private ServerProbe(LarderClient client, String description, Optional<ProcessHandle> process) {
        this.client = client;
        this.description = description;
        this.process = process;
    }

    /// Connects, and asks who is there.
    static ServerProbe open(Target target) throws BenchException {
        ServerAddress address = target.address();
        ClientConfig config = ClientConfig.of(address.host(), address.port());
        if (target.login().isPresent()) {
            config = config.withCredentials(target.login().get());
        }
        LarderClient client;
        try {
            client = LarderClient.connect(config, push -> {});
        } catch (LarderException failed) {
            throw new BenchException(String.valueOf(failed.getMessage()), failed);
        }
        try {
            Map<String, String> server = info(client, "server");
            return new ServerProbe(client, describe(server), processOf(address, server));
        } catch (BenchException failed) {
            client.close();
            throw new BenchException(address + ": " + failed.getMessage(), failed);
        }
    }

    private static Map<String, String> info(LarderClient client, String section)
            throws BenchException {
        Reply reply;
        try {
            reply = client.call("INFO", section);
        } catch (LarderException failed) {
            throw new BenchException(String.valueOf(failed.getMessage()), failed);
        }
        if (reply instanceof Reply.Failure(String text)) {
            throw new BenchException("the server answers INFO with: " + text);
        }
        var fields = new HashMap<String, String>();
        if (reply instanceof Reply.Bulk bulk) {
            bulk.text()
                    .lines()
                    .map(line -> line.split(":", 2))
                    .filter(field -> field.length == 2)
                    .forEach(field -> fields.put(field[0], field[1].strip()));
        }
        return fields;
    }

    /// The server's own version comes before the one of Redis that it stands in for.
    private static String describe(Map<String, String> server) {
        for (String name : List.of("larder", "valkey", "dragonfly", "redis")) {
            String version = server.get(name + "_version");
            if (version != null) {
                return name + " " + version;
            }
        }
        return "unknown";
    }

    private static Optional<ProcessHandle> processOf(
            ServerAddress address, Map<String, String> server) throws BenchException {
        OptionalLong pid = number(server, "process_id");
        OptionalLong upSeconds = number(server, "uptime_in_seconds");
        if (pid.isEmpty() || upSeconds.isEmpty() || !isLocal(address)) {
            return Optional.empty();
        }
        Instant started = Instant.now().minusSeconds(upSeconds.getAsLong());
        return ProcessHandle.of(pid.getAsLong())
                .filter(process -> !process.equals(ProcessHandle.current()))
                .filter(process -> startedAbout(process, started));
    }

    private static boolean startedAbout(ProcessHandle process, Instant time) {
        return process.info()
                .startInstant()
                .map(start -> Duration.between(start, time).abs().compareTo(AGE_TOLERANCE) <= 0)
                .orElse(false);
    }

    private static boolean isLocal(ServerAddress address) throws BenchException {
        try {
            InetAddress host = InetAddress.getByName(address.host());
            return host.isLoopbackAddress()
                    || host.isAnyLocalAddress()
                    || NetworkInterface.getByInetAddress(host) != null;
        } catch (UnknownHostException | SocketException failed) {
            throw new BenchException("no address of this machine", failed);
        }
    }

    private static OptionalLong number(Map<String, String> fields, String name) {
        String text = fields.getOrDefault(name, "");
        return text.matches("\\d{1,18}")
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
    }

    /// Who it is: `larder 1.0.0`.
    String description() {
        return description;
    }

    /// What it has done so far.
    ServerWork work() throws BenchException {
        Map<String, String> stats = info(client, "stats");
        return new ServerWork(
                cpuNanos(), number(stats, "evicted_keys"), number(stats, "expired_keys"));
    }

    private OptionalLong cpuNanos() {
        return process.flatMap(running -> running.info().totalCpuDuration())
                .map(time -> OptionalLong.of(time.toNanos()))
                .orElse(OptionalLong.empty());
    }

    @Override
    public void close() {
        client.close();
    }
}
