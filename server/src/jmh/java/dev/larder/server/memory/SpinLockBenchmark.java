package dev.larder.server.memory;

import java.util.concurrent.TimeUnit;
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

/// Question: what does the lock of a shard cost when nobody else wants it, and when a second thread does?
/// Expect: some 10 ns alone (one compare-and-set, one release write); with two threads that do nothing else
/// some 50 to 100 ns a turn, as the word's line travels between the cores. On one core: as alone, for a turn ends
/// long before the thread's time does. 0 B/op. Caches play no part beyond that: it is a single line.
@State(Scope.Group)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SpinLockBenchmark {
    private final SpinLock lock = new SpinLock();

    /// Guarded by the lock.
    private long guarded;

    /// One thread.
    @Benchmark
    @Group("alone")
    @GroupThreads(1)
    public long alone() {
        return turn();
    }

    /// The same lock, by two threads.
    @Benchmark
    @Group("contended")
    @GroupThreads(2)
    public long contended() {
        return turn();
    }

    private long turn() {
        lock.lock();
        long value = ++guarded;
        lock.unlock();
        return value;
    }
}
