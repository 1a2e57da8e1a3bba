package dev.larder.server.store;

import static dev.larder.server.store.ShardGuard.NO_DEADLINE;
import static dev.larder.server.store.slot.SlotTable.NO_SLOT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.bytes.Slice;
import dev.larder.server.stats.Counter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Goal: no reader ever sees a value that was not written as a whole, whatever others do meanwhile.
/// Method: several threads write, overwrite, delete, expire, evict, copy and hold values that carry their
/// key and a checksum, in a store so small that memory is always short; then the walker.
@Timeout(120)
final class StoreConcurrencyTest {
    private static final int THREADS = 4;
    private static final int KEYS = 12_000;
    private static final int STEPS = 150_000;

    @Test
    void values_underEveryKindOfChange_areNeverTorn() throws Exception {
        StoreConfig config = StoreConfig.of(10 << 20).withShards(8).withStripes(THREADS);
        try (var fixture = new StoreFixture(config)) {
            run(
                    THREADS,
                    stripe -> {
                        new Worker(fixture, stripe, 100 + stripe).run();
                        return null;
                    });
            fixture.store.verify();
            assertThat(fixture.counters.sum(Counter.EVICTIONS)).as("evictions").isPositive();
            assertThat(fixture.counters.sum(Counter.EXPIRATIONS)).as("expiries").isPositive();
            assertThat(fixture.counters.sum(Counter.HITS)).as("hits").isPositive();
        }
    }

    @Test
    void severalKeys_writtenTogether_areReadTogether() throws Exception {
        StoreConfig config = StoreConfig.of(32 << 20).withShards(16).withStripes(THREADS);
        try (var fixture = new StoreFixture(config)) {
            run(
                    THREADS,
                    stripe -> {
                        var random = new SplittableRandom(stripe);
                        for (int step = 0; step < 40_000; step++) {
                            if (random.nextBoolean()) {
                                writeGroup(fixture, stripe, random.nextInt(50), random.nextLong());
                            } else {
                                readGroup(fixture, stripe, random.nextInt(50));
                            }
                        }
                        return null;
                    });
        }
    }

    private static MultiGuard group(
            StoreFixture fixture, int stripe, int number, boolean backwards) {
        MultiGuard keys = fixture.store.multi(stripe).begin(stripe, fixture.nowMs, true);
        for (int index = 0; index < 5; index++) {
            int member = backwards ? 4 - index : index;
            keys.add(0, StoreFixture.slice(StoreFixture.bytes("group:" + number + ":" + member)));
        }
        return keys.lock();
    }

    private static void writeGroup(StoreFixture fixture, int stripe, int number, long value) {
        byte[] bytes = StoreFixture.bytes(Long.toHexString(value) + "-");
        try (MultiGuard keys = group(fixture, stripe, number, value % 2 == 0)) {
            keys.reserve(
                    bytes.length,
                    (length, index, reserving) -> reserving.bytes(length, NO_DEADLINE));
            for (int index = 0; index < keys.count(); index++) {
                keys.at(index).putBytes(bytes, 0, bytes.length, NO_DEADLINE);
            }
        }
    }

    private static void readGroup(StoreFixture fixture, int stripe, int number) {
        List<String> seen = new ArrayList<>();
        try (MultiGuard keys = group(fixture, stripe, number, false)) {
            for (int index = 0; index < keys.count(); index++) {
                ShardGuard guard = keys.at(index);
                int slot = guard.touch();
                seen.add(
                        slot == NO_SLOT
                                ? ""
                                : new String(StoreFixture.value(guard, slot), ISO_8859_1));
            }
        }
        assertThat(seen.stream().distinct().count())
                .as("half of a write was seen: %s", seen)
                .isEqualTo(1);
    }

    private interface Job {
        Void run(int stripe) throws Exception;
    }

    private static void run(int threads, Job job) throws Exception {
        try (var executor = Executors.newFixedThreadPool(threads)) {
            List<Callable<Void>> jobs = new ArrayList<>();
            for (int stripe = 0; stripe < threads; stripe++) {
                int number = stripe;
                jobs.add(() -> job.run(number));
            }
            for (Future<Void> done : executor.invokeAll(jobs)) {
                try {
                    done.get();
                } catch (ExecutionException e) {
                    throw new AssertionError(e.getCause());
                }
            }
        }
    }

    /// One loop's worth of random work.
    private static final class Worker {
        private final StoreFixture fixture;
        private final Store store;
        private final int stripe;
        private final SplittableRandom random;
        private final Slice key = new Slice();
        private final List<PinnedValue> pins = new ArrayList<>();
        private long nowMs;

        Worker(StoreFixture fixture, int stripe, long seed) {
            this.fixture = fixture;
            this.store = fixture.store;
            this.stripe = stripe;
            this.random = new SplittableRandom(seed);
            this.nowMs = fixture.nowMs;
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                nowMs = fixture.nowMs + step / 10;
                int number = random.nextInt(KEYS);
                byte[] name = StoreFixture.bytes("key:" + number);
                key.set(name, 0, name.length);
                switch (random.nextInt(16)) {
                    case 0 -> remove();
                    case 1 -> expire();
                    case 2 -> pin();
                    case 3 -> rename(number);
                    case 4 -> store.tick(stripe, nowMs);
                    case 5, 6, 7, 8 -> write(number);
                    default -> read();
                }
            }
            for (PinnedValue pin : pins) {
                check(bytesOf(pin));
                pin.release();
            }
        }

        private ShardGuard enter() {
            return store.enter(stripe, nowMs, 0, key);
        }

        private void write(int number) {
            int length =
                    random.nextInt(60) == 0
                            ? 20_000 + random.nextInt(60_000)
                            : 12 + random.nextInt(2_000);
            byte[] value = StoreFixture.pattern(length, random.nextLong());
            var buffer = ByteBuffer.wrap(value);
            buffer.putInt(0, number);
            var crc = new CRC32C();
            crc.update(value, 8, length - 8);
            buffer.putInt(4, (int) crc.getValue());
            long deadline =
                    random.nextInt(4) == 0 ? nowMs + 1 + random.nextInt(2_000) : NO_DEADLINE;
            try (ShardGuard guard = enter()) {
                guard.reserve(length, deadline);
                guard.putBytes(value, 0, length, deadline);
            }
        }

        private void read() {
            byte[] value;
            try (ShardGuard guard = enter()) {
                int slot = guard.touch();
                if (slot == NO_SLOT) {
                    return;
                }
                value = StoreFixture.value(guard, slot);
            }
            check(value);
        }

        private void check(byte[] value) {
            var crc = new CRC32C();
            crc.update(value, 8, value.length - 8);
            int expected = ByteBuffer.wrap(value).getInt(4);
            assertThat((int) crc.getValue())
                    .as("torn value of %d bytes", value.length)
                    .isEqualTo(expected);
        }

        private void remove() {
            try (ShardGuard guard = enter()) {
                guard.remove();
            }
        }

        private void expire() {
            try (ShardGuard guard = enter()) {
                if (guard.find() != NO_SLOT) {
                    guard.expireAt(
                            random.nextBoolean() ? NO_DEADLINE : nowMs + random.nextInt(1_000));
                }
            }
        }

        private void rename(int number) {
            byte[] other =
                    StoreFixture.bytes("key:" + (number + 1 + random.nextInt(KEYS - 1)) % KEYS);
            boolean copies = random.nextBoolean();
            MultiGuard both = store.multi(stripe).begin(stripe, nowMs, true);
            both.add(0, key);
            both.add(0, StoreFixture.slice(other));
            try (MultiGuard keys = both.lock()) {
                if (keys.at(0).find() != NO_SLOT) {
                    Transfer.reserve(keys, copies);
                    if (keys.at(0).find() != NO_SLOT) {
                        Transfer.run(keys, copies);
                    }
                }
            }
        }

        private void pin() {
            try (ShardGuard guard = enter()) {
                int slot = guard.find();
                if (slot != NO_SLOT && guard.isLong(slot)) {
                    pins.add(guard.pin(slot));
                }
            }
            if (pins.size() > 4) {
                PinnedValue pin = pins.remove(random.nextInt(pins.size()));
                check(bytesOf(pin));
                pin.release();
            }
        }

        private static byte[] bytesOf(PinnedValue pin) {
            byte[] bytes = new byte[(int) pin.length()];
            int at = 0;
            for (int index = 0; index < pin.parts(); index++) {
                ByteBuffer part = pin.part(index);
                int count = part.remaining();
                part.get(bytes, at, count);
                at += count;
            }
            assertThat(at).isEqualTo(bytes.length);
            return bytes;
        }
    }
}
