package dev.larder.server.store.expire;

import static dev.larder.server.check.InvariantViolation.require;

import java.util.Arrays;

/// The pending deadlines of one shard: a hierarchical timing wheel \[1\] that is drained ahead of
/// time.
///
/// ```text
///   level          0       1       2        3        4        5
///   bucket     16 ms  512 ms    16 s  8.7 min    4.7 h    6.2 d
///   64 of them   1 s    33 s  17 min    9.3 h     12 d    397 d   (what is later waits there)
/// ```
///
/// Time is counted in ticks of 16 ms. A bucket is a list through the entries: two `int` fields of
/// each, lent by the shard. So the wheel has no memory that grows with the entries, removal is
/// O(1), there are no stale timers, and moving an entry to another bucket cannot fail on a full
/// store.
///
/// The textbook's wheel empties a bucket of a higher level at the moment its time begins, all at
/// once: a million keys that were given an hour at the same time would stop the shard. Here a level
/// has twice the buckets that one bucket of the next level is wide, so the next bucket of every
/// level fits into the level below while the present one lasts, and is moved there entry by entry,
/// within the budget of each [#advance]. What is late, after a pause or a jump of the clock, needs
/// no second move: it expires from whatever level it is on.
///
/// An entry whose deadline moves later stays queued and is queued anew when its old bucket comes
/// up: renewing the lease of a session costs nothing. That also answers clocks that go back: the
/// wheel's time is the clock plus an offset that grows by what the clock lost, so that it never
/// goes back, and all that was queued before counts as moved later. Clocks that leap ahead skip
/// empty buckets by the bitmap of each level.
///
/// Threads read the clock one after the other and come in another order, so a reading may be a little behind the latest
/// one. That is no step back, and the wheel does not follow it: what is queued then for a moment that a later reading
/// has passed is due with that reading.
///
/// - **X1** Every queued entry is in one list, linked both ways, and the first of a list names its
///   bucket; a bucket's bit is set exactly if its list is not empty; the lists add up to the size.
/// - **X2** The bucket of an entry does not begin after its deadline's tick, or not after `done`,
///   the tick before which nothing is queued: no entry is ever late by more than a tick, what the
///   reading lagged with which it was queued, and the caller's pace.
///
/// Used under the lock of its shard, by one thread at a time. Allocates once, at the first entry.
///
/// \[1\] G. Varghese, T. Lauck, "Hashed and hierarchical timing wheels", SOSP 1987
public final class TimerWheel {
    /// No slot.
    public static final int NO_SLOT = -1;

    /// What [#nextDueMs] answers when nothing is queued.
    public static final long NEVER = Long.MAX_VALUE;

    /// A tick is `1 << TICK_BITS` milliseconds: an entry is freed that much late at most.
    private static final int TICK_BITS = 4;

    private static final int LEVELS = 6;
    private static final int BUCKET_BITS = 6;
    private static final int BUCKETS = 1 << BUCKET_BITS;

    /// A bucket is as wide as half of the level below.
    private static final int LEVEL_BITS = BUCKET_BITS - 1;

    /// Readings of different threads' clocks differ; only a larger step back is one of the clock.
    private static final long CLOCK_SLACK_MS = 2 << TICK_BITS;

    /// How many entries [#soonest] compares, and how many that were renewed it queues anew.
    private static final int SOONEST_LOOKS = 16;

    private static final int RANDOM_STEPS = 8;

    private static final int NO_BUCKET = -1;
    private static final int[] NO_HEADS = {};

    private final TimedEntries entries;

    /// The first slot of each bucket's list: level by level. Empty until the first entry comes.
    private int[] heads = NO_HEADS;

    /// For each level, which of its buckets are in use.
    private final long[] used = new long[LEVELS];

    private long size;

    /// The tick before which nothing is queued.
    private long done;

    /// What is added to a reading of the clock to get the wheel's time, and the latest such time.
    private long offsetMs;

    private long latestMs;

    /// The last answer of [#nextDueMs], while it holds: it is asked for after every command.
    private long nextDueMs = NEVER;

    private boolean nextDueKnown = true;

    /// An empty wheel whose clock stands at `nowMs`.
    public TimerWheel(TimedEntries entries, long nowMs) {
        this.entries = entries;
        begin(nowMs);
    }

    private void begin(long nowMs) {
        offsetMs = 0;
        latestMs = nowMs;
        done = nowMs >> TICK_BITS;
    }

    /// Queues `slot`, which is not queued yet. Cannot fail. O(1).
    public void add(int slot, long expireAtMs) {
        if (heads.length == 0) {
            heads = new int[LEVELS * BUCKETS];
            Arrays.fill(heads, NO_SLOT);
        }
        link(slot, bucketOf(tick(expireAtMs)));
        size++;
    }

    /// Takes `slot` out of its queue. O(1).
    public void remove(int slot) {
        unlink(slot);
        size--;
    }

    /// The deadline of queued `slot` changes. An entry whose deadline moves later stays where it is
    /// and is queued again when its old bucket comes up. O(1).
    public void rescheduled(int slot, long oldMs, long newMs) {
        if (newMs < oldMs) {
            unlink(slot);
            link(slot, bucketOf(tick(newMs)));
        }
    }

    /// The slot of a queued entry changes: its fields have been copied to `newSlot`. O(1).
    public void moved(int oldSlot, int newSlot) {
        int prev = entries.timerPrev(newSlot);
        int next = entries.timerNext(newSlot);
        if (prev < 0) {
            assert heads[~prev] == oldSlot : "X1: slot " + oldSlot + " is not the first";
            heads[~prev] = newSlot;
        } else {
            entries.timerNext(prev, newSlot);
        }
        if (next != NO_SLOT) {
            entries.timerPrev(next, newSlot);
        }
    }

    /// Hands entries whose deadline is at or before `nowMs` to `sink` and moves the next ones
    /// closer; at most `budget` entries in all. Answers how many it were: less than `budget` means
    /// that there is nothing more to do until [#nextDueMs]; `budget` means that another call would
    /// find more, and may come when others have had their turn. What is due goes first.
    public int advance(long nowMs, int budget, ExpiredSink sink) {
        if (size == 0) {
            begin(nowMs);
            return 0;
        }
        long timeMs = follow(nowMs);
        int work = 0;
        while (work < budget) {
            int bucket = nextToDrain(timeMs >> TICK_BITS);
            if (bucket == NO_BUCKET) {
                break;
            }
            drainOne(bucket, timeMs, sink);
            work++;
        }
        return work;
    }

    /// The wheel's time for a reading of the clock; see the class comment for clocks that go back.
    private long follow(long nowMs) {
        long timeMs = nowMs + offsetMs;
        if (timeMs < latestMs - CLOCK_SLACK_MS) {
            offsetMs += latestMs - timeMs;
            timeMs = latestMs;
            nextDueKnown = false;
        }
        latestMs = Math.max(latestMs, timeMs);
        return timeMs;
    }

    /// The bucket whose entries are to be handled next, or [#NO_BUCKET]: the first of level 0 if
    /// its time is over, or else the earliest one of a higher level that fits into the level below.
    /// Brings [#done] up to date.
    private int nextToDrain(long tick) {
        long earliest = tick;
        for (int level = 0; level < LEVELS; level++) {
            if (used[level] != 0) {
                earliest = Math.min(earliest, firstUsed(level));
            }
        }
        done = Math.max(done, earliest);
        if (used[0] != 0 && firstUsed(0) < tick) {
            return bucket(0, firstUsed(0));
        }
        int best = NO_BUCKET;
        long bestStart = Long.MAX_VALUE;
        for (int level = 1; level < LEVELS; level++) {
            if (used[level] != 0) {
                long start = firstUsed(level);
                if (start < bestStart && start + width(level) <= reach(level - 1)) {
                    best = bucket(level, start);
                    bestStart = start;
                }
            }
        }
        return best;
    }

    private void drainOne(int bucket, long timeMs, ExpiredSink sink) {
        int slot = heads[bucket];
        long expireAtMs = entries.expireAtMs(slot);
        if (expireAtMs + offsetMs <= timeMs) {
            sink.expired(slot);
            require(heads[bucket] != slot, "X1", "slot %d expired, but was not removed", slot);
        } else {
            unlink(slot);
            link(slot, bucketOf(tick(expireAtMs)));
        }
    }

    /// When [#advance] has work again, or [#NEVER]. May be in the past. O(1).
    public long nextDueMs() {
        if (!nextDueKnown) {
            nextDueMs = findNextDueMs();
            nextDueKnown = true;
        }
        return nextDueMs;
    }

    private long findNextDueMs() {
        long due = NEVER;
        for (int level = 0; level < LEVELS; level++) {
            if (used[level] != 0) {
                long start = firstUsed(level);
                // A bucket of level 0 expires at its end; another can be drained as soon as its end
                // comes within reach of the level below.
                long tick = level == 0 ? start + 1 : start - width(level) - width(level - 1) + 1;
                due = Math.min(due, tick);
            }
        }
        return due == NEVER ? NEVER : (due << TICK_BITS) - offsetMs;
    }

    /// A slot with nearly the earliest deadline, or [#NO_SLOT]: one of the first bucket in use.
    /// Entries found there that have been renewed are queued anew, a bounded number of them.
    public int soonest() {
        for (int looks = 0; looks < SOONEST_LOOKS; looks++) {
            int level = soonestLevel();
            if (level < 0) {
                return NO_SLOT;
            }
            long end = firstUsed(level) + width(level);
            int first = heads[bucket(level, firstUsed(level))];
            long tick = tick(entries.expireAtMs(first));
            if (tick < end) {
                return soonestFrom(first);
            }
            unlink(first);
            link(first, bucketOf(tick));
        }
        int level = soonestLevel();
        return heads[bucket(level, firstUsed(level))];
    }

    private int soonestLevel() {
        int best = -1;
        long bestStart = Long.MAX_VALUE;
        for (int level = 0; level < LEVELS; level++) {
            if (used[level] != 0 && firstUsed(level) < bestStart) {
                best = level;
                bestStart = firstUsed(level);
            }
        }
        return best;
    }

    private int soonestFrom(int first) {
        int best = first;
        long bestMs = entries.expireAtMs(first);
        int slot = entries.timerNext(first);
        for (int looks = 1; looks < SOONEST_LOOKS && slot != NO_SLOT; looks++) {
            long expireAtMs = entries.expireAtMs(slot);
            if (expireAtMs < bestMs) {
                best = slot;
                bestMs = expireAtMs;
            }
            slot = entries.timerNext(slot);
        }
        return best;
    }

    /// Some queued slot picked by `randomBits`, or [#NO_SLOT]: buckets in use are equally likely,
    /// whatever they hold, so prefer draws from the index where enough entries are timed.
    public int random(long randomBits) {
        if (size == 0) {
            return NO_SLOT;
        }
        int buckets = 0;
        for (long bits : used) {
            buckets += Long.bitCount(bits);
        }
        int left = (int) (((randomBits & 0xffff_ffffL) * buckets) >>> Integer.SIZE);
        int level = 0;
        while (left >= Long.bitCount(used[level])) {
            left -= Long.bitCount(used[level++]);
        }
        long bits = used[level];
        for (; left > 0; left--) {
            bits &= bits - 1;
        }
        int slot = heads[level * BUCKETS + Long.numberOfTrailingZeros(bits)];
        int steps = (int) (randomBits >>> Integer.SIZE) & RANDOM_STEPS - 1;
        for (; steps > 0 && entries.timerNext(slot) != NO_SLOT; steps--) {
            slot = entries.timerNext(slot);
        }
        return slot;
    }

    /// How many entries are queued.
    public long size() {
        return size;
    }

    /// Forgets all entries without touching them.
    public void clear() {
        Arrays.fill(heads, NO_SLOT);
        Arrays.fill(used, 0);
        nextDueKnown = false;
        size = 0;
    }

    /// The wheel's tick of a deadline.
    private long tick(long expireAtMs) {
        return (expireAtMs + offsetMs) >> TICK_BITS;
    }

    /// The bucket for a deadline's tick: on the lowest level that reaches so far.
    private int bucketOf(long tick) {
        long wanted = Math.max(tick, done);
        for (int level = 0; level < LEVELS; level++) {
            if (wanted < reach(level)) {
                return bucket(level, wanted);
            }
        }
        return bucket(LEVELS - 1, reach(LEVELS - 1) - 1);
    }

    private static int bucket(int level, long tick) {
        return level * BUCKETS + ((int) (tick >> (level * LEVEL_BITS)) & BUCKETS - 1);
    }

    /// How many ticks wide a bucket of `level` is.
    private static long width(int level) {
        return 1L << (level * LEVEL_BITS);
    }

    /// The tick at which the first bucket of `level` begins: at [#done], or the next whole bucket.
    private long begin(int level) {
        return done + width(level) - 1 & -width(level);
    }

    /// The tick at which the last bucket of `level` ends.
    private long reach(int level) {
        return begin(level) + (width(level) << BUCKET_BITS);
    }

    /// The tick at which the first bucket in use of `level` begins. There is one.
    private long firstUsed(int level) {
        return startOf(level, Long.numberOfTrailingZeros(turned(level)));
    }

    /// The buckets in use of `level`, the first in time lowest.
    private long turned(int level) {
        return Long.rotateRight(used[level], (int) (begin(level) >> (level * LEVEL_BITS)));
    }

    private long startOf(int level, int nth) {
        return begin(level) + ((long) nth << (level * LEVEL_BITS));
    }

    private void link(int slot, int bucket) {
        nextDueKnown = false;
        int first = heads[bucket];
        entries.timerPrev(slot, ~bucket);
        entries.timerNext(slot, first);
        if (first == NO_SLOT) {
            used[bucket / BUCKETS] |= 1L << bucket;
        } else {
            entries.timerPrev(first, slot);
        }
        heads[bucket] = slot;
    }

    private void unlink(int slot) {
        nextDueKnown = false;
        int prev = entries.timerPrev(slot);
        int next = entries.timerNext(slot);
        if (prev < 0) {
            int bucket = ~prev;
            require(heads[bucket] == slot, "X1", "slot %d is not first in %d", slot, bucket);
            heads[bucket] = next;
            if (next == NO_SLOT) {
                used[bucket / BUCKETS] &= ~(1L << bucket);
            }
        } else {
            entries.timerNext(prev, next);
        }
        if (next != NO_SLOT) {
            entries.timerPrev(next, prev);
        }
    }

    /// Walks the wheel. O(size).
    public void verify() {
        long seen = 0;
        for (int bucket = 0; bucket < heads.length; bucket++) {
            boolean marked = (used[bucket / BUCKETS] & 1L << bucket) != 0;
            boolean full = heads[bucket] != NO_SLOT;
            require(marked == full, "X1", "bucket %d: first %d", bucket, heads[bucket]);
            seen += full ? verifyList(bucket, size - seen) : 0;
        }
        require(seen == size, "X1", "%d entries in lists, size is %d", seen, size);
        long due = findNextDueMs();
        require(due == nextDueMs(), "X2", "due at %d, said to be at %d", due, nextDueMs);
    }

    private long verifyList(int bucket, long countMax) {
        int level = bucket / BUCKETS;
        int nth = bucket - (int) (begin(level) >> (level * LEVEL_BITS)) & BUCKETS - 1;
        long start = startOf(level, nth);
        long count = 0;
        int prev = ~bucket;
        for (int slot = heads[bucket]; slot != NO_SLOT; slot = entries.timerNext(slot)) {
            int kept = entries.timerPrev(slot);
            require(kept == prev, "X1", "slot %d links back to %d, not %d", slot, kept, prev);
            require(++count <= countMax, "X1", "slot %d is stray, or the list loops", slot);
            long tick = Math.max(tick(entries.expireAtMs(slot)), done);
            require(start <= tick, "X2", "slot %d in a bucket of %d, due %d", slot, start, tick);
            prev = slot;
        }
        return count;
    }
}
