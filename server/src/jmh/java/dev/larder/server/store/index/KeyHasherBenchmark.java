package dev.larder.server.store.index;

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
import org.openjdk.jmh.annotations.Warmup;

/// Question: what does the hash of a key cost, by its length, in cache and out of it?
/// Expect: SipHash-1-3 has a round for each word of 8 bytes, one for the database, one for the rest, and three
/// at the end: some 8 ns for 16 bytes and 1 ns more for each word; keys that are cold add a miss, which the
/// prefetcher hides after the first lines. 0 B/op.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class KeyHasherBenchmark {
    @Param({"8", "16", "40", "250"})
    private int keyBytes;

    @Param({"16384", "268435456"}) // 16 KiB of keys: within L1; 256 MiB: beyond any cache
    private int allBytes;

    private byte[] keys;
    private int count;
    private KeyHasher hasher;
    private SplittableRandom random;

    @Setup
    public void fill() {
        random = new SplittableRandom(1);
        keys = new byte[allBytes];
        random.nextBytes(keys);
        count = allBytes / keyBytes;
        hasher = new KeyHasher(random.nextLong(), random.nextLong());
    }

    /// A key at random.
    @Benchmark
    public long hash() {
        return hasher.hash(keys, random.nextInt(count) * keyBytes, keyBytes, 0);
    }
}
