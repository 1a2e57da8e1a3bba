package dev.larder.client;

import dev.larder.protocol.resp.ReplyLimits;
import dev.larder.protocol.resp.RespVersion;
import java.time.Duration;
import java.util.Optional;

/// Where to connect to, and what to expect of the connection.
///
/// @param host name or address of the server
/// @param port its port
/// @param version the protocol to speak; [RespVersion#RESP3] is needed for pushes
/// @param credentials who to log in as, if anyone
/// @param connectTimeout how long a connection may take to be made
/// @param replyTimeout how long a reply may take; then the connection is closed
/// @param inFlightMax most requests of a connection that await their replies
/// @param limits what a reply may be
public record ClientConfig(
        String host,
        int port,
        RespVersion version,
        Optional<Credentials> credentials,
        Duration connectTimeout,
        Duration replyTimeout,
        int inFlightMax,
        ReplyLimits limits) {
    private static final Duration TIMEOUT_MAX = Duration.ofDays(1);

    /// Refuses what cannot be meant.
    public ClientConfig {
        require(!host.isBlank(), "host is empty");
        require(port > 0 && port <= 0xffff, "port " + port + " is not within 1 and 65535");
        require(inFlightMax > 0, "inFlightMax " + inFlightMax + " is not positive");
        requireTimeout("connectTimeout", connectTimeout);
        requireTimeout("replyTimeout", replyTimeout);
    }

    /// A connection in RESP2 without login, with 10 seconds to connect and 60 for a reply, and at
    /// most 10,000 requests on their way.
    public static ClientConfig of(String host, int port) {
        return new ClientConfig(
                host,
                port,
                RespVersion.RESP2,
                Optional.empty(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                10_000,
                ReplyLimits.DEFAULTS);
    }

    /// The same, in another version of the protocol.
    public ClientConfig withVersion(RespVersion other) {
        return new ClientConfig(
                host, port, other, credentials, connectTimeout, replyTimeout, inFlightMax, limits);
    }

    /// The same, with a login.
    public ClientConfig withCredentials(Credentials login) {
        return new ClientConfig(
                host,
                port,
                version,
                Optional.of(login),
                connectTimeout,
                replyTimeout,
                inFlightMax,
                limits);
    }

    /// The same, with other patience.
    public ClientConfig withTimeouts(Duration connect, Duration reply) {
        return new ClientConfig(
                host, port, version, credentials, connect, reply, inFlightMax, limits);
    }

    /// The same, with another bound on the requests that await their replies.
    public ClientConfig withInFlightMax(int requests) {
        return new ClientConfig(
                host, port, version, credentials, connectTimeout, replyTimeout, requests, limits);
    }

    private static void requireTimeout(String name, Duration timeout) {
        boolean sane = timeout.isPositive() && timeout.compareTo(TIMEOUT_MAX) <= 0;
        require(sane, name + " " + timeout + " is not within a millisecond and a day");
    }

    private static void require(boolean sane, String problem) {
        if (!sane) {
            throw new IllegalArgumentException(problem);
        }
    }
}
