package dev.larder.server.replay;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/// Plays a trace: each request looks its key up, and a miss fills it in.
///
/// Both are one command ([Cache#getOrFill]), so that many requests travel together and are still
/// answered one after the other: a request never overtakes the filling of an earlier one, and hits are
/// those of the loop in the textbook.
public final class Replay {
    private final Cache cache;
    private final int together;

    /// @param together how many requests travel together, at most
    public Replay(Cache cache, int together) {
        this.cache = cache;
        this.together = together;
    }

    /// Plays up to `limit` requests into the cache, which should be empty. Blocks, and tells `progress`
    /// how many have been played.
    ///
    /// @throws IOException if the trace cannot be read
    /// @throws ReplayException if the cache refuses
    /// @throws dev.larder.client.LarderException if the connection is lost
    public ReplayResult play(Requests requests, long limit, LongConsumer progress)
            throws IOException, ReplayException {
        long played = 0;
        long hits = 0;
        long startNanos = System.nanoTime();
        while (true) {
            long most = Math.min(together, limit - played);
            List<byte[]> keys = next(requests, Math.min(most, cache.requestsMax()));
            if (keys.isEmpty()) {
                break;
            }
            hits += cache.getOrFill(keys);
            played += keys.size();
            progress.accept(played);
        }
        var took = Duration.ofNanos(System.nanoTime() - startNanos);
        return new ReplayResult(played, hits, cache.entries(), took, cache.evictionAgeMs());
    }

    private static List<byte[]> next(Requests requests, long most) throws IOException {
        List<byte[]> keys = new ArrayList<>();
        while (keys.size() < most && requests.next()) {
            keys.add(requests.key());
        }
        return keys;
    }
}
