package dev.larder.server.command.key;

import dev.larder.server.command.ReplyError;
import java.util.concurrent.atomic.AtomicLong;

/// The part of the heap in which commands may collect keys: a quarter of it, for all that do so at a
/// time. Any thread.
final class KeyRoom {
    private static final int HEAP_FRACTION = 4;

    private final long bytesMax;
    private final AtomicLong taken = new AtomicLong();

    KeyRoom() {
        this(Runtime.getRuntime().maxMemory() / HEAP_FRACTION);
    }

    KeyRoom(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// Takes `bytes`, or fails with [ReplyError#TOO_MANY_KEYS] and takes nothing.
    void take(long bytes) {
        if (taken.addAndGet(bytes) > bytesMax) {
            taken.addAndGet(-bytes);
            throw ReplyError.TOO_MANY_KEYS.exception();
        }
    }

    /// Gives `bytes` back.
    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }
}
