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

    /// Where the number of waiting threads is.
    private static final int WAITING = PAD + 1;

    private static final long FREE = 0;

    /// Rounds of reading: some 20 us, the longest sections of the store.
    private static final int SPINS = 1024;

    /// Rounds for which a thread in no hurry lets others go first: some 10 us.
    private static final int GIVE_WAY_SPINS = 512;

    private static final int YIELDS = 16;
    private static final long PARK_NANOS_MIN = 5_000;
    private static final long PARK_NANOS_MAX = 200_000;

    /// The word, and beside it how many wait.
    private final long[] word = new long[PAD + 2 + PAD];

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

    /// Lets those who wait for the lock now have it first, for some microseconds at most. For threads that
    /// take it over and over to do what is not urgent: without it they would leave the others no gap.
    public void giveWay() {
        for (int round = 0; round < GIVE_WAY_SPINS && isWanted(); round++) {
            Thread.onSpinWait();
        }
    }

    private boolean isWanted() {
        return (long) WORD.getOpaque(word, WAITING) != 0;
    }

    private void lockSlowly() {
        assert !isHeldByCurrentThread() : "the lock is not reentrant";
        WORD.getAndAdd(word, WAITING, 1L);
        try {
            awaitLock();
        } finally {
            WORD.getAndAdd(word, WAITING, -1L);
        }
    }

    private void awaitLock() {
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
