package dev.larder.protocol.resp;

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

/// Question: what does spelling a reply cost, by its kind and the length of a value, when values are in cache and
/// when they are not?
/// Expect: some 5 ns for OK, some 10 for an integer, and for a value 10 ns and its copy (some 20 GB/s in cache);
/// values that are cold cost their misses. 0 B/op.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ReplyWriterBenchmark {
    private static final int TURN = 64;

    @Param({"32", "1024"})
    private int valueBytes;

    @Param({"16384", "268435456"}) // 16 KiB of values: within L1; 256 MiB: beyond any cache
    private int allBytes;

    private byte[] values;
    private int count;
    private SplittableRandom random;
    private ReplyBuffer buffer;
    private ReplyWriter writer;
    private int written;

    @Setup
    public void fill() {
        random = new SplittableRandom(1);
        values = new byte[allBytes];
        random.nextBytes(values);
        count = allBytes / valueBytes;
        buffer = new ReplyBuffer();
        writer = ReplyWriter.of(RespVersion.RESP2, buffer);
    }

    /// The reply to a SET.
    @Benchmark
    public int ok() {
        writer.ok();
        return turn();
    }

    /// The reply to an INCR.
    @Benchmark
    public int integer() {
        writer.integer(random.nextInt(1_000_000));
        return turn();
    }

    /// The reply to a GET.
    @Benchmark
    public int bulk() {
        writer.bulk(values, random.nextInt(count) * valueBytes, valueBytes);
        return turn();
    }

    /// A turn of a loop is over after some replies, and the buffer empty again.
    private int turn() {
        int position = buffer.position();
        if (++written == TURN) {
            written = 0;
            buffer.clear();
        }
        return position;
    }
}
