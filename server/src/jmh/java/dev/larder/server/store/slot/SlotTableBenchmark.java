package dev.larder.server.store.slot;

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

/// Question: what does it cost to find out whether a handle still names what it named, when the slots fit in
/// cache and when they do not?
/// Expect: some 5 ns when they fit, and one cache miss (with one of the translation cache) when they do not:
/// the segment's header and the slot are two lines, but the directory is in cache and the header is shared by
/// 170 slots. A stale handle costs what a good one does. 0 B/op.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SlotTableBenchmark {
    private static final int SEGMENTS_MAX = 1 << 20;

    @Param({"1024", "4194304"}) // 24 KiB: within L1; 96 MiB: beyond any cache
    private int slots;

    private NativeMemory memory;
    private SlotTable table;
    private long[] handles;
    private long[] stale;
    private SplittableRandom random;

    @Setup
    public void fill() {
        memory = NativeMemory.reserve(1L << 30, LargePages.NEVER);
        var heap = new ChunkHeap(memory, 1L << 30, false);
        table = new SlotTable(heap, memory.bytes(), SEGMENTS_MAX, SlotTable.GENERATION_BITS);
        random = new SplittableRandom(1);
        handles = new long[slots];
        stale = new long[slots];
        for (int i = 0; i < slots; i++) {
            int slot = table.allocate();
            handles[i] = Handle.of(table.generation(slot), slot);
            stale[i] = Handle.of(table.generation(slot) + 2, slot);
        }
    }

    @TearDown
    public void close() {
        memory.close();
    }

    /// A handle at random, all of them good.
    @Benchmark
    public boolean resolve() {
        return isCurrent(handles[random.nextInt(slots)]);
    }

    /// A handle at random, all of them of another generation.
    @Benchmark
    public boolean resolveStale() {
        return isCurrent(stale[random.nextInt(slots)]);
    }

    /// The part of it that is not the table's: an array of handles that may be cold.
    @Benchmark
    public long draw() {
        return handles[random.nextInt(slots)];
    }

    private boolean isCurrent(long handle) {
        return table.isCurrent(Handle.storeSlot(handle), Handle.generation(handle));
    }
}
