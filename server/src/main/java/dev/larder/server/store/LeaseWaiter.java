package dev.larder.server.store;

import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/// One client that waits for somebody else to fill a key.
///
/// - **E4** A waiter is in one queue exactly while it waits.
public final class LeaseWaiter {
    /// What has become of the waiting.
    enum State {
        /// It goes on.
        WAITING,
        /// The lease is the waiter's now.
        GRANTED,
        /// There is something new to see: the client asks again.
        OVER
    }

    private final Runnable onWake;
    private final long ttlMs;
    private final long untilMs;

    // Guarded by the shard of the key.
    int shardNumber;
    State state = State.WAITING;
    long token;
    @Nullable LinkedHashSet<LeaseWaiter> queue;

    /// @param onWake called on any thread, without a lock, when the waiting is over
    /// @param ttlMs for how long the client wants the lease if it gets it
    /// @param untilMs when it stops waiting
    public LeaseWaiter(Runnable onWake, long ttlMs, long untilMs) {
        this.onWake = onWake;
        this.ttlMs = ttlMs;
        this.untilMs = untilMs;
    }

    /// For how long the client wants the lease.
    long ttlMs() {
        return ttlMs;
    }

    /// When the client stops waiting.
    public long untilMs() {
        return untilMs;
    }

    /// The token of the lease that the waiter was given.
    public long token() {
        return token;
    }

    void wake() {
        onWake.run();
    }
}
