package dev.larder.protocol.resp;

import static dev.larder.protocol.resp.Frames.bytes;
import static dev.larder.protocol.resp.Frames.join;
import static dev.larder.protocol.resp.Frames.repeat;
import static dev.larder.protocol.resp.Frames.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.Allocation;
import dev.larder.protocol.bytes.Slice;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// R2 and the cost of decoding: what is allocated, what is held, how often a byte is looked at.
final class RequestDecoderMemoryTest {
    private static final int MIB = 1 << 20;
    private static final int HELD_BEYOND_BYTES = 4096;

    /// Where times are compared: rounds until the compiler is done, however busy the machine is.
    private static final int ROUNDS_MAX = 200;

    private long lettersSeen;
    private final HeapArgument.Factory bigs = new HeapArgument.Factory();

    private RequestDecoder decoder() {
        RequestDecoder decoder = new RequestDecoder(ProtocolLimits.DEFAULTS, bigs);
        decoder.authenticated(true);
        return decoder;
    }

    @Test
    void next_ofRequestsThatArriveWhole_allocatesNothing() throws Exception {
        RequestDecoder decoder = decoder();
        byte[] window =
                join(
                        repeat(request("SET", "key:000000000001", "x".repeat(32)), 20),
                        repeat(request("GET", "key:000000000001"), 40),
                        repeat(request("MGET", "a", "b", "c", "d", "e"), 4));
        Allocation.Work pass =
                () -> {
                    for (int turn = 0; turn < 2_000; turn++) {
                        assertRequests(decoder, window, 0, window.length, 64);
                    }
                };
        assertThat(Allocation.bytesInSteadyState(pass)).isZero();
    }

    @Test
    void next_ofRequestsCutBetweenReads_allocatesNothing() throws Exception {
        RequestDecoder decoder = decoder();
        byte[] window = repeat(request("SET", "key:000000000001", "x".repeat(32)), 20);
        int cut = window.length / 2 + 7;
        Allocation.Work pass =
                () -> {
                    for (int turn = 0; turn < 2_000; turn++) {
                        assertRequests(decoder, window, 0, cut, 10);
                        assertRequests(decoder, window, cut, window.length, 10);
                    }
                };
        assertThat(Allocation.bytesInSteadyState(pass)).isZero();
    }

    private static void assertRequests(
            RequestDecoder decoder, byte[] window, int from, int to, int expected)
            throws ProtocolException {
        decoder.feed(window, from, to);
        int requests = 0;
        while (decoder.next()) {
            ArgVector args = decoder.args();
            for (int index = 0; index < args.count(); index++) {
                if (args.slice(index).length() == 0) {
                    throw new AssertionError("an empty argument");
                }
            }
            requests++;
        }
        if (requests != expected) {
            throw new AssertionError(requests + " requests");
        }
    }

    @Test
    void next_ofClaims_allocatesNothingForThem() throws Exception {
        byte[] count = bytes("*1048576\r\n");
        byte[] small = bytes("*1048576\r\n$65536\r\n");
        byte[] huge = bytes("*1048576\r\n$536870912\r\n");
        for (byte[] claim : new byte[][] {count, small, huge}) {
            RequestDecoder decoder = decoder();
            long allocated =
                    Allocation.bytesDuring(() -> {
                        decoder.feed(claim, 0, claim.length);
                        assertThat(decoder.next()).isFalse();
                    });
            assertThat(allocated).isLessThan(HELD_BEYOND_BYTES);
            assertThat(decoder.retainedBytes()).isLessThan(HELD_BEYOND_BYTES);
        }
        assertThat(bigs.opened).isZero();
    }

    static Stream<byte[]> longRequests() {
        String[] empty = new String[100_000];
        Arrays.fill(empty, "");
        String[] letters = new String[100_000];
        Arrays.fill(letters, "x");
        String[] mixed = new String[3_000];
        SplittableRandom random = new SplittableRandom(1);
        Arrays.setAll(mixed, index -> "x".repeat(random.nextInt(500)));
        return Stream.of(
                request(empty),
                request(letters),
                request(mixed),
                request("SET", "k", "x".repeat(65_536)),
                request("SET", "k", "x".repeat(300_000)),
                request("x".repeat(60_000), "x".repeat(60_000), "x".repeat(60_000)),
                bytes("x".repeat(65_536)),
                bytes("*" + "1".repeat(65_535)));
    }

    @ParameterizedTest
    @MethodSource("longRequests")
    void retainedBytes_whileARequestArrives_isAtMostTwiceWhatHasArrived(byte[] stream)
            throws ProtocolException {
        SplittableRandom random = new SplittableRandom(stream.length);
        RequestDecoder decoder = decoder();
        int from = 0;
        while (from < stream.length - 1) {
            int to = Math.min(from + random.nextInt(1, 4_000), stream.length - 1);
            decoder.feed(stream, from, to);
            assertThat(decoder.next()).isFalse();
            assertThat(decoder.retainedBytes()).isLessThanOrEqualTo(2 * to + HELD_BEYOND_BYTES);
            from = to;
        }
    }

    @Test
    void retainedBytes_afterALongRequest_isSmallAgain() throws ProtocolException {
        for (byte[] stream : longRequests().limit(6).toList()) {
            RequestDecoder decoder = decoder();
            int middle = stream.length / 2;
            decoder.feed(stream, 0, middle);
            assertThat(decoder.next()).isFalse();
            decoder.feed(stream, middle, stream.length);
            assertThat(decoder.next()).isTrue();
            assertThat(decoder.next()).isFalse();
            assertThat(decoder.retainedBytes()).isZero();
            byte[] begin = bytes("*1\r\n$4\r\nPI");
            decoder.feed(begin, 0, begin.length);
            assertThat(decoder.next()).isFalse();
            assertThat(decoder.retainedBytes()).isLessThan(HELD_BEYOND_BYTES);
        }
    }

    @Test
    void next_byteByByte_takesAtMostTwentyTimesAsLong() throws ProtocolException {
        byte[] pipeline = repeat(request("GET", "key:000000000001"), MIB / 35);
        long whole = Long.MAX_VALUE;
        long single = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS_MAX && (round < 5 || single > 20 * whole); round++) {
            whole = Math.min(whole, nanosToDecode(pipeline, pipeline.length));
            single = Math.min(single, nanosToDecode(pipeline, 1));
        }
        assertThat(single).as("one read takes %d ns", whole).isLessThan(20 * whole);
    }

    @Test
    void next_byteByByte_takesTimeInProportionToTheLength() throws ProtocolException {
        String[] words = new String[60_000];
        Arrays.fill(words, "0123456789");
        byte[] quarter = request(Arrays.copyOf(words, words.length / 4));
        byte[] full = request(words);
        long quarterNanos = Long.MAX_VALUE;
        long fullNanos = Long.MAX_VALUE;
        for (int round = 0;
                round < ROUNDS_MAX && (round < 5 || fullNanos > 8 * quarterNanos);
                round++) {
            quarterNanos = Math.min(quarterNanos, nanosToDecode(quarter, 1));
            fullNanos = Math.min(fullNanos, nanosToDecode(full, 1));
        }
        assertThat(fullNanos)
                .as("a quarter takes %d ns", quarterNanos)
                .isLessThan(8 * quarterNanos);
    }

    /// Looks at every byte once, as the hash of a key does.
    private static int letters(ArgVector args) {
        int letters = 0;
        for (int index = 0; index < args.count(); index++) {
            Slice argument = args.slice(index);
            for (int at = 0; at < argument.length(); at++) {
                letters += argument.at(at) >= 'a' ? 1 : 0;
            }
        }
        return letters;
    }

    private long nanosToDecode(byte[] stream, int piece) throws ProtocolException {
        RequestDecoder decoder = decoder();
        int requests = 0;
        long start = System.nanoTime();
        for (int from = 0; from < stream.length; from += piece) {
            decoder.feed(stream, from, Math.min(from + piece, stream.length));
            while (decoder.next()) {
                requests++;
                lettersSeen += letters(decoder.args());
            }
        }
        long nanos = System.nanoTime() - start;
        assertThat(requests + lettersSeen).isPositive();
        return nanos;
    }
}
