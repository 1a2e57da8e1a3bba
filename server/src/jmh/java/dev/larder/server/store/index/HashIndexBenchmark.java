package dev.larder.server.store.index;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.LargePages;
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

/// Question: what does a look-up in the index cost, of a key that is there and of one that is not, when the
/// buckets fit in cache and when they do not?
/// Expect: a hit is one bucket (a cache line) and one entry to compare, a miss is one bucket and, once in some
/// fifteen look-ups, an entry whose tag is the same by chance; so some 15 ns in cache, and beyond it one miss
/// for the bucket, and one for the entry of a hit (here: its number in an array). 0 B/op.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class HashIndexBenchmark {
    @Param({"1000", "8000000"}) // 6 KiB and 8 KiB of keys: within L1; 48 MiB and 64 MiB: beyond L2
    private int entries;

    private NativeMemory memory;
    private HashIndex index;
    private NumberedKeys keys;
    private SplittableRandom random;
    private final byte[] key = new byte[NumberedKeys.KEY_BYTES];

    @Setup
    public void fill() {
        memory = NativeMemory.reserve(1L << 30, LargePages.NEVER);
        var heap = new ChunkHeap(memory, 1L << 30, false);
        keys = new NumberedKeys(NumberedKeys::scatter);
        index = new HashIndex(heap, memory.bytes(), keys, 0);
        random = new SplittableRandom(1);
        for (long number = 0; number < entries; number++) {
            long hash = keys.hashOfKey(number);
            if (!index.prepareInsert(hash)) {
                throw new IllegalStateException("no memory for " + number + " entries");
            }
            index.insert(hash, keys.allocate(number));
        }
    }

    @TearDown
    public void close() {
        memory.close();
    }

    /// A key that is there.
    @Benchmark
    public int hit() {
        return find(random.nextInt(entries));
    }

    /// A key that is not.
    @Benchmark
    public int miss() {
        return find((long) entries + random.nextInt(entries));
    }

    private int find(long number) {
        long rest = number;
        for (int i = key.length - 1; i >= 0; i--, rest >>>= 8) {
            key[i] = (byte) rest;
        }
        return index.find(keys.hashOfKey(number), key, 0, key.length, 0);
    }
}
