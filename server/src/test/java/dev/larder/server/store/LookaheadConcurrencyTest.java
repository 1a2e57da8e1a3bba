package dev.larder.server.store;

import static dev.larder.server.store.ShardGuard.NO_DEADLINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.larder.server.memory.MemoryTag;
import dev.larder.server.testing.Seeds;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Goal: looking ahead without a lock never fails, whatever it reads (A1). Method: one thread grows, shrinks
/// and empties the store, in checked memory, so that index, slots and blobs are freed, poisoned and
/// given to each other; another looks ahead to all keys, those that are not there included, and to victims.
@Timeout(60)
final class LookaheadConcurrencyTest {
    private static final int KEYS = 40_000;
    private static final int ROUNDS = 12;

    @Test
    void bring_whileEverythingChanges_neverFails() throws Exception {
        StoreConfig config =
                StoreConfig.of(6 << 20).withShards(4).withStripes(2).checkedWithGenerationBits(31);
        try (var fixture = new StoreFixture(config)) {
            var ended = new AtomicBoolean();
            var reader = new Reader(fixture, ended);
            var thread = new Thread(reader, "looks-ahead");
            thread.start();
            try {
                change(fixture, new SplittableRandom(Seeds.quick().findFirst().orElseThrow()));
            } finally {
                ended.set(true);
                thread.join();
            }
            assertThatCode(reader::rethrow).doesNotThrowAnyException();
            assertThat(reader.batches).as("batches").isGreaterThan(100);
            assertThat(reader.sums).as("loads that found something").isPositive();
        }
    }

    private static void change(StoreFixture fixture, SplittableRandom random) {
        for (int round = 0; round < ROUNDS; round++) {
            int bytes = round % 3 == 2 ? 3_000 : 10 << round % 3;
            for (int step = 0; step < KEYS; step++) {
                int key = random.nextInt(KEYS);
                if (step % 8 == 7) {
                    fixture.delete(0, "key:" + key);
                } else {
                    fixture.set(0, "key:" + key, new byte[bytes], NO_DEADLINE);
                }
            }
            fixture.store.flush(0, 0);
            fixture.store.awaitSwept();
            assertThat(fixture.store.heap().usedBytes(MemoryTag.INDEX)).isZero();
        }
    }

    private static final class Reader implements Runnable {
        private final Lookahead lookahead;
        private final AtomicBoolean ended;
        private final byte[][] keys = new byte[KEYS][];
        private @Nullable RuntimeException failure;
        private long batches;
        private long sums;

        Reader(StoreFixture fixture, AtomicBoolean ended) {
            // Of the stripe that evicts, so that victims are looked ahead to as well.
            this.lookahead = fixture.store.lookahead(0);
            this.ended = ended;
            for (int key = 0; key < KEYS; key++) {
                keys[key] = StoreFixture.bytes("key:" + key);
            }
        }

        @Override
        public void run() {
            try {
                for (int at = 0; !ended.get(); at = (at + Lookahead.KEYS_MAX) % KEYS) {
                    for (int key = at; key < at + Lookahead.KEYS_MAX && key < KEYS; key++) {
                        lookahead.key(keys[key], 0, keys[key].length);
                    }
                    lookahead.bring();
                    batches++;
                    sums += lookahead.sink() == 0 ? 0 : 1;
                }
            } catch (RuntimeException e) {
                failure = e;
            }
        }

        void rethrow() {
            if (failure != null) {
                throw failure;
            }
        }
    }
}
