package dev.larder.server.cli;

import dev.larder.server.config.LarderConfig;
import dev.larder.server.config.MemoryConfig;
import java.io.PrintStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What the server says when it is ready: for people first, but the last line is for programs, too.
final class Banner {
    /// The first run of zeros in an IPv6 address, which is written as nothing.
    private static final Pattern ZEROS = Pattern.compile("(^|:)(0(:|$)){2,8}");

    private static final double MB = 1L << 20;

    private Banner() {}

    /// Prints it. The last line is `ready on port N`, the port being the one really listened on.
    static void print(PrintStream out, String version, RunningServer server, LarderConfig config) {
        List<InetSocketAddress> addresses = server.addresses();
        out.println("Larder " + version);
        out.println(
                "  address    "
                        + addresses.stream().map(Banner::text).collect(Collectors.joining(", ")));
        out.println("  memory     " + memory(config.memory()));
        out.println("  shards     " + config.memory().shards());
        out.println(
                "  transport  " + server.transport() + ", " + loops(config.listen().ioThreads()));
        out.println("  pid        " + ProcessHandle.current().pid());
        int port = addresses.isEmpty() ? config.listen().port() : addresses.getFirst().getPort();
        out.println("ready on port " + port);
        out.flush();
    }

    /// `127.0.0.1:6379` or `[::1]:6379`.
    static String text(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        String host = ip.getHostAddress();
        if (ip instanceof Inet6Address) {
            host = "[" + ZEROS.matcher(host).replaceFirst("::") + "]";
        }
        return host + ":" + address.getPort();
    }

    private static String memory(MemoryConfig memory) {
        String limit = String.format(Locale.ROOT, "%.0f MB", memory.limitBytes() / MB);
        String entries =
                memory.maxEntries() == 0 ? "" : ", at most " + memory.maxEntries() + " entries";
        return limit + entries + ", " + memory.eviction().policy();
    }

    private static String loops(int count) {
        return count == 1 ? "1 event loop" : count + " event loops";
    }
}
