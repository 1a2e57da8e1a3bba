package dev.larder.server.store;

import static dev.larder.server.store.ShardGuard.NO_DEADLINE;
import static dev.larder.server.store.slot.SlotTable.NO_SLOT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.bytes.Slice;
import dev.larder.server.memory.MemoryTag;
import dev.larder.server.store.SharingSettings.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Goal: many threads that set, overwrite, delete, read and name equal values leave every count right, read
/// no torn or foreign value, and when everything is flushed no byte is left.
/// Method: a few values that say in each word which they are; memory is checked, and in the second case
/// too small, so that eviction and the moving of chunks take part.
final class SharedValuesConcurrencyTest {
    private static final int THREADS = 4;
    private static final int STEPS = 60_000;
    private static final int KEYS = 400;
    private static final int VALUES = 12;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void equalValuesFromManyThreads_areCountedRight() throws Exception {
        run(StoreConfig.of(64 << 20).withShards(8), 0);
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void equalValuesFromManyThreads_whileOthersAreEvicted_areCountedRight() throws Exception {
        run(StoreConfig.of(3 << 20).withShards(4), 3_000);
    }

    private static void run(StoreConfig config, int fillerBytes) throws Exception {
        StoreConfig checked = config.withStripes(THREADS).checkedWithGenerationBits(31);
        try (var fixture = new StoreFixture(checked);
                var threads = Executors.newFixedThreadPool(THREADS)) {
            fixture.store.sharing(new SharingSettings(Mode.AUTO, 16, SharingSettings.BYTES_MAX));
            var shared = new AtomicLong();
            List<Callable<Void>> work = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                var client = new Client(fixture.store, thread, fillerBytes, shared);
                work.add(client);
            }
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
            fixture.store.verify();
            assertThat(shared.get()).as("reads of shared values").isPositive();
            fixture.store.flush(0, 0);
            fixture.store.awaitSwept();
            while (fixture.store.interned().evictOldest(0)) {
                Thread.onSpinWait();
            }
            assertThat(fixture.store.heap().usedBytes(MemoryTag.INTERNED)).isZero();
            assertThat(fixture.store.heap().usedBytes(MemoryTag.BLOBS)).isZero();
        }
    }

    private static final class Client implements Callable<Void> {
        private final Store store;
        private final int stripe;
        private final int fillerBytes;
        private final AtomicLong shared;
        private final SplittableRandom random;
        private final byte[] read = new byte[600];

        Client(Store store, int stripe, int fillerBytes, AtomicLong shared) {
            this.store = store;
            this.stripe = stripe;
            this.fillerBytes = fillerBytes;
            this.shared = shared;
            this.random = new SplittableRandom(stripe);
        }

        @Override
        public Void call() {
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(10)) {
                    case 0, 1, 2 -> set(key(), value());
                    case 3 -> delete();
                    case 4 -> copy();
                    case 5 -> name();
                    case 6 -> fill();
                    default -> get();
                }
            }
            return null;
        }

        private static Slice slice(byte[] bytes) {
            return StoreFixture.slice(bytes);
        }

        private Slice key() {
            return slice(StoreFixture.bytes("key" + random.nextInt(KEYS)));
        }

        private byte[] value() {
            int number = random.nextInt(VALUES);
            byte[] value = new byte[50 + number * 40];
            Arrays.fill(value, (byte) number);
            return value;
        }

        private ShardGuard enter(Slice key) {
            return store.enter(stripe, StoreFixture.START_MS, 0, key);
        }

        private void set(Slice key, byte[] value) {
            try (ShardGuard guard = enter(key)) {
                guard.reserve(value.length, NO_DEADLINE);
                guard.putBytes(value, 0, value.length, NO_DEADLINE);
            }
        }

        private void fill() {
            if (fillerBytes > 0) {
                byte[] value = StoreFixture.pattern(1 + random.nextInt(fillerBytes), 3);
                set(slice(StoreFixture.bytes("filler" + random.nextInt(2_000))), value);
            }
        }

        private void delete() {
            try (ShardGuard guard = enter(key())) {
                guard.remove();
            }
        }

        private void copy() {
            MultiGuard keys = store.multi(stripe).begin(stripe, StoreFixture.START_MS, true);
            keys.add(0, key());
            keys.add(0, key());
            try (MultiGuard locked = keys.lock()) {
                Transfer.reserve(locked, true);
                if (locked.at(0).find() != NO_SLOT && locked.at(1).find() != locked.at(0).find()) {
                    Transfer.run(locked, true);
                }
            }
        }

        private void name() {
            InternedStrings strings = store.interned();
            byte[] value = value();
            long id = strings.add(stripe, StoreFixture.START_MS, slice(value));
            int held = strings.hold(stripe, id);
            if (held != InternedStrings.NONE) {
                assertThat(strings.length(held)).isEqualTo(value.length);
                strings.copy(held, read, 0);
                assertWhole(value.length);
                strings.letGo(held);
            }
            if (random.nextInt(4) == 0) {
                strings.drop(id);
            }
        }

        private void get() {
            try (ShardGuard guard = enter(key())) {
                int slot = guard.touch();
                if (slot != NO_SLOT) {
                    int length = (int) guard.valueBytes(slot);
                    guard.copyValue(slot, 0, read, 0, length);
                    assertWhole(length);
                    shared.addAndGet(guard.isShared(slot) ? 1 : 0);
                }
            }
        }

        private void assertWhole(int length) {
            int number = read[0];
            if (length != 50 + number * 40) {
                throw new AssertionError(length + " bytes of value " + number);
            }
            for (int index = 0; index < length; index++) {
                if (read[index] != number) {
                    throw new AssertionError("byte " + index + " of " + number);
                }
            }
        }
    }
}
