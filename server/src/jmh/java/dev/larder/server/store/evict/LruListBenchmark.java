package dev.larder.server.store.evict;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.LargePages;
import dev.larder.server.memory.NativeMemory;
import dev.larder.server.store.slot.SlotTable;
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

/// Question: what does exact LRU cost a read: taking an entry out of its place and putting it first?
/// Expect: up to four slots are written (the entry, its two neighbours, the old head): some 10 ns in cache, and
/// beyond it about three misses, which overlap as the neighbours are known from the entry's own line; so less
/// than twice the time of a single one. 0 B/op.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class LruListBenchmark {
    private static final int SEGMENTS_MAX = 1 << 20;

    @Param({"1024", "4194304"}) // 24 KiB: within L1; 96 MiB: beyond any cache
    private int entries;

    private NativeMemory memory;
    private SlotTable table;
    private LruList list;
    private int[] linked;
    private SplittableRandom random;

    @Setup
    public void fill() {
        memory = NativeMemory.reserve(1L << 30, LargePages.NEVER);
        var heap = new ChunkHeap(memory, 1L << 30, false);
        table = new SlotTable(heap, memory.bytes(), SEGMENTS_MAX, SlotTable.GENERATION_BITS);
        list = new LruList(table);
        random = new SplittableRandom(1);
        linked = new int[entries];
        for (int i = 0; i < entries; i++) {
            linked[i] = table.allocate();
            table.flags(linked[i], 0);
            list.pushFront(linked[i]);
        }
        for (int i = 0; i < entries; i++) {
            list.moveToFront(linked[random.nextInt(entries)]); // neighbours in the list are none in memory
        }
    }

    @TearDown
    public void close() {
        memory.close();
    }

    /// A read of an entry at random.
    @Benchmark
    public int moveToFront() {
        int slot = linked[random.nextInt(entries)];
        list.moveToFront(slot);
        return slot;
    }

    /// An eviction, and the entry that comes in its place.
    @Benchmark
    public int replaceOldest() {
        int slot = list.tail();
        list.unlink(slot);
        list.pushFront(slot);
        return slot;
    }

    /// The part of it that is not the list's: a slot that may be cold is touched.
    @Benchmark
    public int touch() {
        return table.flags(linked[random.nextInt(entries)]);
    }
}
