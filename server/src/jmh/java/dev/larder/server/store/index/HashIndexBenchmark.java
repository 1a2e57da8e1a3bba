package dev.larder.server.store.index;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.NativeMemory;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/// Question: what does a look-up in the index cost when the key is there and when it is not, and what an
/// insert while the table grows or stays as large as it is; in cache, and far beyond it?
/// Expect: a hit takes a miss for the bucket and one for the key, a look-up in vain the first only; an
/// insert that grows the table a few hundred nanoseconds, most of them for keys read again; 0 B/op.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class HashIndexBenchmark {
    private static final long REGION_BYTES = 256 << 20;
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final int GROWN = 100_000;

    @Param({"100000", "5000000"})
    private int entries;

    private final byte[] key = new byte[Long.BYTES];
    private NativeMemory memory;
    private Keys keys;
    private HashIndex index;
    private SplittableRandom random;

    @Setup
    public void fill() {
        memory = NativeMemory.reserve(REGION_BYTES);
        keys = new Keys(entries);
        index = new HashIndex(new ChunkHeap(memory, REGION_BYTES, false), memory.bytes(), keys, 0);
        random = new SplittableRandom(1);
        for (int slot = 0; slot < entries; slot++) {
            insert(slot, slot);
        }
    }

    @TearDown
    public void close() {
        index.verify();
        memory.close();
    }

    private void insert(int slot, long number) {
        long hash = Keys.hash(number);
        keys.numbers[slot] = number;
        if (!index.prepareInsert(hash)) {
            throw new IllegalStateException("no memory");
        }
        index.insert(hash, slot);
    }

    private int find(long number) {
        for (int at = 0; at < Long.BYTES; at++) {
            key[at] = (byte) (number >>> (8 * at));
        }
        return index.find(Keys.hash(number), key, 0, Long.BYTES, 0);
    }

    /// A key that is there. The slots have had their first keys, but in `replace`.
    @Benchmark
    public int hit() {
        return find(keys.numbers[random.nextInt(entries)]);
    }

    /// A key that is not.
    @Benchmark
    public int miss() {
        return find(-1L - random.nextInt(entries));
    }

    /// One entry goes, another comes.
    @Benchmark
    public int replace() {
        int slot = random.nextInt(entries);
        index.remove(Keys.hash(keys.numbers[slot]), slot);
        insert(slot, keys.numbers[slot] + entries);
        return slot;
    }

    /// Emptied, and 100,000 entries inserted: milliseconds for all of them.
    @Benchmark
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public long grow() {
        index.clear();
        for (int slot = 0; slot < GROWN; slot++) {
            insert(slot, slot);
        }
        return index.size();
    }

    /// Keys that are numbers, one a slot.
    private static final class Keys implements KeySource {
        private final long[] numbers;

        Keys(int entries) {
            numbers = new long[entries];
        }

        static long hash(long number) {
            long mixed = number * GOLDEN;
            mixed = (mixed ^ mixed >>> 32) * 0xd6e8feb86659fd93L;
            mixed = (mixed ^ mixed >>> 32) * 0xd6e8feb86659fd93L;
            return mixed ^ mixed >>> 32;
        }

        @Override
        public boolean matches(int slot, byte[] key, int offset, int length, int db) {
            long number = 0;
            for (int at = 0; at < Long.BYTES; at++) {
                number |= (key[offset + at] & 0xFFL) << (8 * at);
            }
            return numbers[slot] == number;
        }

        @Override
        public int touch(int slot) {
            return (int) numbers[slot];
        }

        @Override
        public long hashOf(int slot) {
            return hash(numbers[slot]);
        }
    }
}
