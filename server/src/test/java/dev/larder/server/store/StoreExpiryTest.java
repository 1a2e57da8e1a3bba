package dev.larder.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.bytes.Slice;
import dev.larder.server.stats.Counter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// That expired entries give their memory back in time, whatever else is pending, and that nobody waits
/// for it. Prints the figures.
@Timeout(240)
final class StoreExpiryTest {
    private static final int PENDING = Integer.getInteger("larder.deadlines", 500_000);
    private static final int SHARDS = 16;
    private static final long FREED_WITHIN_MS = 100;
    private static final byte[] VALUE = StoreFixture.bytes("value");

    private static StoreConfig config() {
        return StoreConfig.of(Math.max(256L << 20, PENDING * 200L)).withShards(SHARDS);
    }

    /// As an event loop does: a tick each 10 ms, and again at once while there is more to do, of which
    /// ten are taken to fit in the time.
    private static void tick(StoreFixture fixture) {
        fixture.nowMs += 10;
        for (int turn = 0; turn < 10 && fixture.store.tick(0, fixture.nowMs); turn++) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shortDeadlines_amongManyOthers_areFreedInTime() {
        try (var fixture = new StoreFixture(config())) {
            var random = new SplittableRandom(1);
            for (int number = 0; number < PENDING; number++) {
                long deadline = fixture.nowMs + 30_000 + random.nextInt(86_400_000);
                fixture.set(0, "pending:" + number, VALUE, deadline);
            }
            var due = new ArrayDeque<Long>();
            long latestMs = 0;
            long freed = 0;
            for (int round = 0; round < 1_000; round++) {
                for (int each = 0; each < 20; each++) {
                    long deadline = fixture.nowMs + 1 + round % 25;
                    fixture.set(0, "short:" + round + ":" + each, VALUE, deadline);
                    due.add(deadline);
                }
                tick(fixture);
                // Nobody asks for them, so what has gone has been freed by the ticks alone.
                long gone = fixture.counters.sum(Counter.EXPIRATIONS);
                for (; freed < gone && !due.isEmpty(); freed++) {
                    latestMs = Math.max(latestMs, fixture.nowMs - due.remove());
                }
                assertThat(due.isEmpty() || due.peek() + FREED_WITHIN_MS > fixture.nowMs)
                        .as("round %d: freed within %d ms", round, FREED_WITHIN_MS)
                        .isTrue();
            }
            System.out.printf(
                    "%,d deadlines pending: the latest of %,d entries freed after %d ms%n",
                    PENDING, freed, latestMs);
            assertThat(freed).isGreaterThan(19_000);
            assertThat(fixture.store.entries()).isLessThanOrEqualTo(PENDING + 20_000 - freed);
        }
    }

    /// All at once, the worst there is: a reader looks keys up while the ticks free entries, and measures
    /// how long each look-up takes. A shard is held for 64 entries at most. The last loop has no shard to
    /// look after; it is the reader's.
    @Test
    void manyDueAtOnce_whileOthersRead_holdNobodyUp() throws Exception {
        try (var fixture = new StoreFixture(config().withStripes(SHARDS + 1))) {
            for (int number = 0; number < PENDING; number++) {
                fixture.set(0, "due:" + number, VALUE, fixture.nowMs + 1_000);
            }
            var keys = new Slice[64];
            for (int number = 0; number < keys.length; number++) {
                fixture.set("kept:" + number, "value");
                keys[number] = StoreFixture.slice(StoreFixture.bytes("kept:" + number));
            }
            fixture.nowMs += 1_100;
            var over = new AtomicBoolean();
            var expirer = new Thread(() -> expireAll(fixture, over), "expirer");
            long[] waits = new long[4_000_000];
            int count = 0;
            expirer.start();
            while (!over.get() && count < waits.length) {
                long start = System.nanoTime();
                try (ShardGuard guard =
                        fixture.store.enter(SHARDS, fixture.nowMs, 0, keys[count & 63])) {
                    guard.touch();
                }
                waits[count++] = System.nanoTime() - start;
            }
            expirer.join();
            waits = Arrays.copyOf(waits, count);
            Arrays.sort(waits);
            System.out.printf(
                    "%,d entries due at once: %,d reads, p99 %,d us, p99.9 %,d us, at most %,d us%n",
                    PENDING,
                    count,
                    waits[(int) (count * 0.99)] / 1_000,
                    waits[(int) (count * 0.999)] / 1_000,
                    waits[count - 1] / 1_000);
            assertThat(fixture.counters.sum(Counter.EXPIRATIONS)).isEqualTo(PENDING);
            assertThat(count).as("reads meanwhile").isGreaterThan(100);
            // Higher ones are those of the machine: the thread that holds the lock had to wait
            // itself.
            assertThat(waits[(int) (count * 0.99)]).as("p99 in ns").isLessThan(1_000_000);
        }
    }

    private static void expireAll(StoreFixture fixture, AtomicBoolean over) {
        boolean more = true;
        while (more) {
            more = false;
            for (int stripe = 0; stripe < SHARDS; stripe++) {
                more |= fixture.store.tick(stripe, fixture.nowMs);
            }
        }
        over.set(true);
    }
}
