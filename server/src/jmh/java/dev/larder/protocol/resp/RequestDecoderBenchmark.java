package dev.larder.protocol.resp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
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

/// Question: what does finding a request in the bytes of a read cost, when those are in cache and when they are
/// not?
/// Expect: some 30 ns for a GET and a little more for a SET, whatever the length of its value, as values are
/// skipped; 0 B/op. Bytes beyond any cache cost more for each line that a header is on, but are read in order,
/// so that the prefetcher is ahead.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RequestDecoderBenchmark {
    /// What a loop's receive buffer holds at most.
    private static final int READ_BYTES = 64 << 10;

    @Param({"GET", "SET"})
    private String kind;

    @Param({"65536", "268435456"}) // 64 KiB of requests: within L2; 256 MiB: beyond any cache
    private int allBytes;

    private byte[] bytes;
    private int[] ends;
    private int reads;
    private int next;
    private int inRead;
    private RequestDecoder decoder;

    @Setup
    public void spell() {
        bytes = new byte[allBytes];
        ends = new int[allBytes / (READ_BYTES / 2)];
        var random = new SplittableRandom(1);
        int end = 0;
        int begin = 0;
        while (true) {
            List<byte[]> request = request(random.nextInt(1_000_000));
            if (end + RequestWriter.bytes(request) > Math.min(allBytes, begin + READ_BYTES)) {
                ends[reads++] = end;
                begin = end;
                if (allBytes - end < READ_BYTES) {
                    break;
                }
            }
            end = RequestWriter.write(request, bytes, end);
        }
        decoder =
                new RequestDecoder(
                        ProtocolLimits.DEFAULTS,
                        length -> {
                            throw new IllegalStateException("an argument of " + length + " bytes");
                        });
        decoder.authenticated(true);
    }

    private List<byte[]> request(int number) {
        byte[] key = String.format("key:%012d", number).getBytes(US_ASCII);
        byte[] name = kind.getBytes(US_ASCII);
        return kind.equals("GET") ? List.of(name, key) : List.of(name, key, new byte[100]);
    }

    /// One request, of reads of up to 64 KiB.
    @Benchmark
    public int next() throws ProtocolException {
        while (!decoder.next()) {
            inRead = next == 0 ? 0 : ends[next - 1];
            decoder.feed(bytes, inRead, ends[next]);
            next = next + 1 == reads ? 0 : next + 1;
        }
        return decoder.args().count();
    }
}
