package dev.larder.server.store;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The leases of one client, which end with its connection, and what it waits for. Used by the client's
/// event loop only.
public final class LeaseHolder {
    private long[] tokens = new long[2];
    private int count;
    private @Nullable LeaseWaiter waiter;

    LeaseHolder() {}

    /// What the client waits for, if it does.
    public Optional<LeaseWaiter> waiter() {
        return Optional.ofNullable(waiter);
    }

    /// The client waits from now on.
    public void waits(LeaseWaiter now) {
        waiter = now;
    }

    /// The client does not wait any more.
    public void waitsNoMore() {
        waiter = null;
    }

    /// The client has got the lease `token`. Leases that are over are forgotten when there is no room.
    void add(long token, Leases leases) {
        if (count == tokens.length) {
            int kept = 0;
            for (int index = 0; index < count; index++) {
                if (leases.isRunning(tokens[index])) {
                    tokens[kept++] = tokens[index];
                }
            }
            count = kept;
            if (count * 2 > tokens.length) {
                tokens = Arrays.copyOf(tokens, tokens.length * 2);
            }
        }
        tokens[count++] = token;
    }

    /// The tokens of leases that the client has got and may still have.
    long[] tokens() {
        return Arrays.copyOf(tokens, count);
    }
}
