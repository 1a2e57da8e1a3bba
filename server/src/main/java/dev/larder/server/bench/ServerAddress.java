package dev.larder.server.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a server listens.
///
/// @param host its name or address
/// @param port its port
public record ServerAddress(String host, int port) {
    private static final Pattern SHAPE = Pattern.compile("\\[?([^\\[\\]]+)]?:(\\d{1,5})");
    private static final int PORT_MAX = 0xffff;

    /// Refuses what is no address.
    public ServerAddress {
        if (host.isBlank() || port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException(
                    "'" + host + ":" + port + "' is no host and a port of 1 to " + PORT_MAX);
        }
    }

    /// Reads `host:port`, or `[address]:port`.
    ///
    /// @throws IllegalArgumentException if it is not that
    public static ServerAddress parse(String text) {
        Matcher parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT");
        }
        return new ServerAddress(parts.group(1), Integer.parseInt(parts.group(2)));
    }

    @Override
    public String toString() {
        return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }
}
