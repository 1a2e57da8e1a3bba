package dev.larder.protocol.resp;

import static dev.larder.protocol.resp.Frames.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RequestWriterTest {
    @Test
    void write_ofAnyArguments_fillsExactlyTheBytesPromised() {
        String[] words = {"SET", "", "k\r\n", "x".repeat(12_345)};
        List<byte[]> arguments = Arrays.stream(words).map(Frames::bytes).toList();
        int length = RequestWriter.bytes(arguments);
        byte[] array = new byte[length + 10];
        assertThat(RequestWriter.write(arguments, array, 5)).isEqualTo(5 + length);
        assertThat(Arrays.copyOfRange(array, 5, 5 + length)).isEqualTo(Frames.request(words));
    }

    @Test
    void write_thenDecode_givesTheArgumentsBack() throws ProtocolException {
        List<byte[]> arguments = List.of(bytes("ECHO"), bytes("\0\r\n\u00ff"));
        byte[] array = new byte[RequestWriter.bytes(arguments)];
        RequestWriter.write(arguments, array, 0);
        assertThat(Decoding.of(ProtocolLimits.DEFAULTS, true, array).requests())
                .containsExactly(List.of("ECHO", "\0\r\n\u00ff"));
    }
}
