package dev.larder.server.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/// A mutual exclusion lock for sections of a few hundred nanoseconds. Not reentrant, not fair.
///
/// The lock word holds the owner's thread id, or 0 when free: taking it is one compare-and-set, and
/// the owner is known without a field of its own. The word lies in the middle of an array, with a
/// pair of cache lines on either side, so that spinning threads disturb nothing but each other.
///
/// A thread that finds the lock taken reads it (no bus traffic while it is held) for a bounded
/// number of rounds, then gives its processor away, then sleeps for longer and longer moments: on a
/// machine with fewer processors than threads the owner may be the one that waits for a processor.
///
/// Cost: about 10 ns uncontended. Allocates nothing. Who may call it: any thread; what runs inside
/// must be short and must not block.
public final class SpinLock {
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

    /// Longs on either side of the word: 128 bytes, because caches are filled in pairs of lines.
    private static final int PAD = 16;

    private static final long FREE = 0;
    private static final int SPINS = 256;
    private static final int YIELDS = 16;
    private static final long PARK_NANOS_MIN = 5_000;
    private static final long PARK_NANOS_MAX = 200_000;

    private final long[] word = new long[PAD + 1 + PAD];

    /// Takes the lock, waiting for it if need be.
    public void lock() {
        if (!tryLock()) {
            lockSlowly();
        }
    }

    /// Takes the lock if it is free; answers whether it did. Never waits.
    public boolean tryLock() {
        return WORD.compareAndSet(word, PAD, FREE, Thread.currentThread().threadId());
    }

    /// Gives the lock back. Only its owner may.
    public void unlock() {
        assert isHeldByCurrentThread() : "unlocked by a thread that does not hold the lock";
        WORD.setRelease(word, PAD, FREE);
    }

    /// Whether the calling thread is the owner; for assertions.
    public boolean isHeldByCurrentThread() {
        return (long) WORD.getOpaque(word, PAD) == Thread.currentThread().threadId();
    }

    /// Whether any thread is the owner, a moment ago.
    public boolean isHeld() {
        return (long) WORD.getOpaque(word, PAD) != FREE;
    }

    private void lockSlowly() {
        assert !isHeldByCurrentThread() : "the lock is not reentrant";
        int rounds = 0;
        long parkNanos = PARK_NANOS_MIN;
        while (true) {
            if (!isHeld() && tryLock()) {
                return;
            }
            rounds++;
            if (rounds < SPINS) {
                Thread.onSpinWait();
            } else if (rounds < SPINS + YIELDS) {
                Thread.yield();
            } else {
                LockSupport.parkNanos(this, parkNanos);
                parkNanos = Math.min(2 * parkNanos, PARK_NANOS_MAX);
            }
        }
    }
}
