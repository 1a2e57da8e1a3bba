package dev.larder.server.replay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.larder.client.LarderClient;
import dev.larder.client.Pipeline;
import dev.larder.protocol.resp.Reply;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/// A cache at the other end of a socket: Larder, or another server of the Redis protocol that knows
/// `SET ... NX GET` (Redis 7.0 and newer).
///
/// A server without `max-entries` is bounded by its memory instead: nothing bounds it until it holds
/// the number of entries, then what it uses becomes its `maxmemory`. Entries of one size keep the
/// number about there.
public final class Cache implements AutoCloseable {
    private static final byte[] SET = "SET".getBytes(US_ASCII);
    private static final byte[] NX = "NX".getBytes(US_ASCII);
    private static final byte[] GET = "GET".getBytes(US_ASCII);
    private static final long UNBOUNDED = Long.MAX_VALUE;

    private final LarderClient client;
    private final byte[] value;

    /// How many more misses until memory becomes the bound.
    private long missesUntilBound = UNBOUNDED;

    /// @param client is closed with this
    /// @param valueBytes the size of each value
    public Cache(LarderClient client, int valueBytes) {
        this.client = client;
        this.value = new byte[valueBytes];
        Arrays.fill(value, (byte) 'v');
    }

    /// Takes over: to be called before anything else on a server that is not our own.
    ///
    /// @throws ReplayException if it holds entries already
    public void mustBeEmpty() throws ReplayException {
        long held = entries();
        if (held != 0) {
            throw new ReplayException(
                    "the server holds " + held + " entries: replay into an empty one, or FLUSHALL");
        }
    }

    /// Bounds the number of entries, and says which go.
    public void bound(long entries, String policy) throws ReplayException {
        done("CONFIG", "SET", "maxmemory-policy", policy);
        Reply reply = client.call("CONFIG", "SET", "max-entries", Long.toString(entries));
        if (reply instanceof Reply.Failure) {
            done("CONFIG", "SET", "maxmemory", "0");
            missesUntilBound = entries;
        }
    }

    /// Deletes all entries.
    public void empty() throws ReplayException {
        done("FLUSHALL", "SYNC");
    }

    /// How many requests [#getOrFill] may be given at once now.
    long requestsMax() {
        return missesUntilBound;
    }

    /// Looks keys up, one after the other, and fills in those that are missing; how many were there. A
    /// key that was is used by that.
    long getOrFill(List<byte[]> keys) throws ReplayException {
        Pipeline pipeline = client.pipeline();
        for (byte[] key : keys) {
            pipeline.add(SET, key, value, NX, GET);
        }
        long hits = 0;
        for (Reply reply : pipeline.run()) {
            switch (reply) {
                case Reply.Bulk _ -> hits++;
                case Reply.Null _ -> {}
                default -> throw refused("SET key value NX GET", reply);
            }
        }
        if (missesUntilBound != UNBOUNDED) {
            missesUntilBound -= keys.size() - hits;
            boundByMemoryOnceFull();
        }
        return hits;
    }

    private void boundByMemoryOnceFull() throws ReplayException {
        if (missesUntilBound == 0) {
            OptionalLong used = figure("used_memory");
            if (used.isEmpty()) {
                throw new ReplayException("the server knows neither max-entries nor used_memory");
            }
            done("CONFIG", "SET", "maxmemory", Long.toString(used.getAsLong()));
            missesUntilBound = UNBOUNDED;
        }
    }

    /// How many entries there are.
    long entries() throws ReplayException {
        Reply reply = client.call("DBSIZE");
        if (reply instanceof Reply.WholeNumber(long count)) {
            return count;
        }
        throw refused("DBSIZE", reply);
    }

    /// For how long what was evicted last had not been used; empty if the server does not say.
    OptionalLong evictionAgeMs() throws ReplayException {
        return figure("larder_eviction_age_ms");
    }

    private OptionalLong figure(String name) throws ReplayException {
        Reply reply = client.call("INFO", "memory");
        if (!(reply instanceof Reply.Bulk text)) {
            throw refused("INFO memory", reply);
        }
        String field = name + ":";
        return text.text()
                .lines()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.substring(field.length()).strip()))
                .findFirst();
    }

    private void done(String... words) throws ReplayException {
        Reply reply = client.call(words);
        if (!(reply instanceof Reply.Simple)) {
            throw refused(String.join(" ", words), reply);
        }
    }

    private static ReplayException refused(String request, Reply reply) {
        String answer = reply instanceof Reply.Failure failure ? failure.text() : reply.toString();
        return new ReplayException("the server answers " + request + " with: " + answer);
    }

    @Override
    public void close() {
        client.close();
    }
}
