package dev.larder.server.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Question: what do the 128 bytes between the rows of two loops buy, beside rows without a gap?
/// Expect: with two threads on two cores some 1 ns a count with the padding, and several times that without:
/// the line is taken from the other core at almost every write, though no thread reads what the other writes
/// (*false sharing*). With one thread both are the same. A `LongAdder`, which any thread may use, costs an
/// atomic add, some 5 ns or more. 0 B/op. All of it is within L1: the distance is the subject, not the size.
@State(Scope.Group)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PaddedCountersBenchmark {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int FIRST = PaddedCounters.PAD;

    private final PaddedCounters padded = new PaddedCounters(2);
    private final long[] unpadded = new long[FIRST + 2 + PaddedCounters.PAD];
    private final LongAdder adder = new LongAdder();

    /// A thread of the pair, and its row.
    @Benchmark
    @Group("padded")
    public void paddedFirst() {
        padded.increment(0, Counter.HITS);
    }

    /// The other.
    @Benchmark
    @Group("padded")
    public void paddedSecond() {
        padded.increment(1, Counter.HITS);
    }

    /// The same code, on two cells side by side.
    @Benchmark
    @Group("unpadded")
    public void unpaddedFirst() {
        increment(FIRST);
    }

    /// The other.
    @Benchmark
    @Group("unpadded")
    public void unpaddedSecond() {
        increment(FIRST + 1);
    }

    /// What any number of threads could use without rows.
    @Benchmark
    @Group("adder")
    @GroupThreads(2)
    public void adder() {
        adder.increment();
    }

    /// One thread with nobody beside it.
    @Benchmark
    @Group("alone")
    @GroupThreads(1)
    public void alone() {
        increment(FIRST);
    }

    private void increment(int cell) {
        CELL.setOpaque(unpadded, cell, unpadded[cell] + 1);
    }
}
