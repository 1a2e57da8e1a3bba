package dev.larder.protocol.resp;

import static dev.larder.protocol.resp.Frames.bytes;
import static dev.larder.protocol.resp.Frames.join;
import static dev.larder.protocol.resp.Frames.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Goal: R1, what is decoded depends on the bytes and not on where they were cut.
/// Method: streams with everything in them, decoded whole by a naive twin, and by the decoder whole,
/// byte by byte, cut at every byte, and cut at every two bytes.
final class RequestDecoderSplitTest {
    /// Arguments over 12 bytes are big ones here.
    private static final ProtocolLimits SMALL = new ProtocolLimits(20, 100, 40, 5, 50, 12);

    static Stream<byte[]> streams() {
        return Stream.of(
                join(
                        request("GET", "k"),
                        request("SET", "k", ""),
                        bytes("*0\r\n"),
                        request("PING")),
                join(bytes("PING\r\n\r\nECHO \"a\\x41 b\" 'c'\n*-1\r\n"), request("ECHO", "")),
                join(request("SET", "key", "thirteen byte"), request("SET", "thirteen bytes", "v")),
                join(
                        request(
                                "MSET",
                                "a",
                                "1",
                                "b",
                                "twelve bytes",
                                "c",
                                "more than twelve bytes",
                                "")),
                join(request("PING"), bytes("*3\r\n$3\r\nGET\r\n:1\r\n")),
                join(request("PING"), bytes("ECHO 'x\r\nPING\r\n")),
                join(request("PING"), bytes("*2\r\n$3\r\nGET\r\n$101\r\n")),
                join(request("PING"), bytes("*21\r\n")),
                join(bytes("*1\rX$4\rYPINGzzPING\n"), bytes("*1\r\n\r\n")),
                join(request("PING"), bytes("*1\r\n$" + "1".repeat(41))),
                join(request("PING"), bytes("x".repeat(41) + "\r\n")));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void anyCut_givesTheSameRequests(byte[] stream) {
        for (boolean authenticated : new boolean[] {true, false}) {
            Decoding expected = ReferenceDecoder.decode(SMALL, authenticated, stream);
            assertThat(expected.requests().size() + expected.error().length()).isPositive();
            int length = stream.length;
            check(expected, authenticated, stream);
            check(expected, authenticated, stream, IntStream.range(1, length).toArray());
            for (int first = 0; first <= length; first++) {
                for (int second = first; second <= length; second++) {
                    check(expected, authenticated, stream, first, second);
                }
            }
        }
    }

    private static void check(
            Decoding expected, boolean authenticated, byte[] stream, int... cuts) {
        assertThat(Decoding.of(SMALL, authenticated, stream, cuts))
                .as(() -> "cut at %s".formatted(java.util.Arrays.toString(cuts)))
                .isEqualTo(expected);
    }
}
