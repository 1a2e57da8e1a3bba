package dev.larder.server.command.admin;

import dev.larder.server.command.CommandContext;
import dev.larder.server.command.ServerIdentity;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// `INFO server`: what is running, where, since when.
///
/// Fields that say how Redis was compiled are there for those who expect them, with nothing in them.
final class ServerSection {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long SECONDS_PER_DAY = 24 * 60 * 60;

    /// Redis's clock of seconds has 24 bits.
    private static final long LRU_CLOCK_MASK = (1 << 24) - 1;

    private ServerSection() {}

    static void write(InfoText text, CommandContext context) {
        ServerIdentity identity = context.server().identity();
        long micros = context.server().clock().micros();
        long upSeconds = micros / MICROS_PER_SECOND - identity.startedAtMs() / 1000;
        text.field("redis_version", ServerIdentity.REDIS_VERSION);
        text.field("larder_version", ServerIdentity.LARDER_VERSION);
        text.field("redis_git_sha1", "00000000");
        text.field("redis_git_dirty", 0);
        text.field("redis_build_id", "0");
        text.field("redis_mode", "standalone");
        text.field(
                "os",
                System.getProperty("os.name")
                        + " "
                        + System.getProperty("os.version")
                        + " "
                        + machine());
        text.field("arch_bits", 64);
        text.field("monotonic_clock", "System.nanoTime");
        text.field("multiplexing_api", identity.transport());
        text.field("atomicvar_api", "VarHandle");
        text.field("java_version", System.getProperty("java.runtime.version"));
        text.field("process_id", ProcessHandle.current().pid());
        text.field("process_supervised", "no");
        text.field("run_id", identity.runId());
        text.field("tcp_port", identity.port());
        text.field("server_time_usec", micros);
        text.field("uptime_in_seconds", upSeconds);
        text.field("uptime_in_days", upSeconds / SECONDS_PER_DAY);
        String hz = context.server().settings().get(List.of("hz")).getOrDefault("hz", "0");
        text.field("hz", hz);
        text.field("configured_hz", hz);
        text.field("lru_clock", (micros / MICROS_PER_SECOND) & LRU_CLOCK_MASK);
        text.field("executable", ProcessHandle.current().info().command().orElse(""));
        text.field(
                "config_file", context.server().settings().file().map(Path::toString).orElse(""));
        text.field("io_threads_active", context.server().stats().counters().stripes() > 1 ? 1 : 0);
        text.field("listener0", listener(context, identity.port()));
    }

    private static String listener(CommandContext context, int port) {
        var line = new StringBuilder("name=tcp");
        for (String address : context.server().settings().current().listen().bind()) {
            line.append(",bind=").append(address);
        }
        return line.append(",port=").append(port).toString();
    }

    /// The machine as `uname` calls it.
    private static String machine() {
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return arch.equals("amd64") ? "x86_64" : arch;
    }
}
