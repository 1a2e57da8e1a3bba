package dev.larder.server.store;

import dev.larder.protocol.bytes.Slice;
import dev.larder.server.stats.LatencyMonitor;
import dev.larder.server.stats.PaddedCounters;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/// Question: what do two threads get done beside one, as two event loops do, on a million entries? And what
/// becomes of it when all keys share one shard?
/// Expect: with 64 shards close to twice as much, since they meet at a shard once in a hundred times or so and
/// wait for each other's misses side by side; with one shard hardly more than one thread does. 0 B/op.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class StoreBenchmark {
    private static final long NOW_MS = 1_700_000_000_000L;
    private static final long REGION_BYTES = 512L << 20;
    private static final int ENTRIES = 1_000_000;
    private static final int VALUE_BYTES = 32;
    private static final int LOOPS = 2;

    @Param({"64", "1"})
    private int shards;

    private final AtomicInteger loops = new AtomicInteger();
    private Store store;

    @Setup
    public void fill() {
        StoreConfig plain = StoreConfig.of(REGION_BYTES);
        var config =
                new StoreConfig(
                        REGION_BYTES,
                        REGION_BYTES,
                        shards,
                        1,
                        LOOPS,
                        0,
                        plain.policy(),
                        plain.policySettings(),
                        false,
                        plain.generationBits(),
                        plain.seed());
        store = new Store(config, new PaddedCounters(LOOPS), new LatencyMonitor(), NOW_MS);
        var filler = new Loop(0);
        for (int entry = 0; entry < ENTRIES; entry++) {
            filler.set(store, entry);
        }
    }

    @TearDown
    public void close() {
        store.verify();
        store.close();
    }

    /// A thread with its stripe, as an event loop is.
    @State(Scope.Thread)
    public static class Loop {
        private final byte[] key = new byte[16];
        private final byte[] value = new byte[VALUE_BYTES];
        private final Slice slice = new Slice();
        private SplittableRandom random = new SplittableRandom(0);
        private int stripe;

        /// For the framework, which sets the stripe afterwards.
        public Loop() {}

        Loop(int stripe) {
            this.stripe = stripe;
        }

        @Setup
        public void number(StoreBenchmark benchmark) {
            stripe = benchmark.loops.getAndIncrement() % LOOPS;
            random = new SplittableRandom(stripe);
        }

        private ShardGuard enter(Store store, int entry) {
            int rest = entry;
            for (int i = key.length - 1; i >= 0; i--) {
                key[i] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
            slice.set(key, 0, key.length);
            return store.enter(stripe, NOW_MS, 0, slice);
        }

        void set(Store store, int entry) {
            value[0]++;
            try (ShardGuard guard = enter(store, entry)) {
                guard.reserve(VALUE_BYTES, ShardGuard.NO_DEADLINE);
                guard.putBytes(value, 0, VALUE_BYTES, ShardGuard.NO_DEADLINE);
            }
        }

        long get(Store store, int entry) {
            try (ShardGuard guard = enter(store, entry)) {
                int slot = guard.touch();
                guard.copyValue(slot, 0, value, 0, VALUE_BYTES);
                return value[0];
            }
        }
    }

    /// One loop reads.
    @Benchmark
    @Threads(1)
    public long getByOne(Loop loop) {
        return loop.get(store, loop.random.nextInt(ENTRIES));
    }

    /// Two loops read.
    @Benchmark
    @Threads(LOOPS)
    public long getByTwo(Loop loop) {
        return loop.get(store, loop.random.nextInt(ENTRIES));
    }

    /// One loop writes.
    @Benchmark
    @Threads(1)
    public void setByOne(Loop loop) {
        loop.set(store, loop.random.nextInt(ENTRIES));
    }

    /// Two loops write.
    @Benchmark
    @Threads(LOOPS)
    public void setByTwo(Loop loop) {
        loop.set(store, loop.random.nextInt(ENTRIES));
    }
}
