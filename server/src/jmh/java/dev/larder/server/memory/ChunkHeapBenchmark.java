package dev.larder.server.memory;

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

/// Question: what does it cost to replace a value's chunk, when the chunks fit in cache and when they do
/// not, on ordinary and on large pages?
/// Expect: some 50 ns for a free and an allocation, lock and accounting included, plus one cache miss (and
/// one miss of the translation cache on ordinary pages) for a chunk that is cold; 0 B/op.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ChunkHeapBenchmark {
    private static final int CHUNK_BYTES = 72;

    @Param({"1024", "4194304"}) // 72 KiB: within L2; 288 MiB: beyond any cache
    private int chunks;

    @Param({"NEVER", "ALWAYS"})
    private LargePages largePages;

    private NativeMemory memory;
    private ChunkHeap heap;
    private int[] owned;
    private SplittableRandom random;

    @Setup
    public void fill() {
        memory = NativeMemory.reserve(1L << 30, largePages);
        heap = new ChunkHeap(memory, 1L << 30, false);
        random = new SplittableRandom(1);
        owned = new int[chunks];
        for (int index = 0; index < chunks; index++) {
            owned[index] = heap.allocate(MemoryTag.BLOBS, CHUNK_BYTES);
        }
    }

    @TearDown
    public void close() {
        memory.close();
    }

    /// Free one at random, allocate another.
    @Benchmark
    public int replace() {
        int index = random.nextInt(chunks);
        heap.free(MemoryTag.BLOBS, owned[index]);
        owned[index] = heap.allocate(MemoryTag.BLOBS, CHUNK_BYTES);
        return owned[index];
    }

    /// The part of it that is not the heap's: a cold chunk is touched.
    @Benchmark
    public long touch() {
        return memory.bytes().longAt(heap.address(owned[random.nextInt(chunks)]));
    }
}
