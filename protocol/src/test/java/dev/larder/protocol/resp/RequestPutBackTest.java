package dev.larder.protocol.resp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A request that could not be run yet is found again, whichever way it was found first.
final class RequestPutBackTest {
    private static final ProtocolLimits LIMITS = new ProtocolLimits(64, 1 << 20, 4096, 8, 1024, 40);

    private final RequestDecoder decoder = new RequestDecoder(LIMITS, HeapArgument::new);

    /// Stands for native memory.
    private static final class HeapArgument implements BigArgument {
        private final byte[] bytes;
        private int filled;

        HeapArgument(long length) {
            bytes = new byte[(int) length];
        }

        @Override
        public void append(byte[] array, int from, int to) {
            System.arraycopy(array, from, bytes, filled, to - from);
            filled += to - from;
        }

        @Override
        public boolean failed() {
            return false;
        }

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public void copyTo(long from, byte[] to, int at, int count) {
            System.arraycopy(bytes, (int) from, to, at, count);
        }

        @Override
        public void release() {}
    }

    /// Decodes all of `window`; the first request of all is put back once and found again.
    private void putBackTheFirst(byte[] window, List<List<String>> found) throws ProtocolException {
        decoder.feed(window, 0, window.length);
        while (decoder.next()) {
            found.add(words());
            if (found.size() == 1) {
                decoder.putBack();
                decoder.keepRest();
                Arrays.fill(window, (byte) '?');
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*2\r\n$4\r\nECHO\r\n$3\r\nabc\r\n",
                "*1\r\n$4\r\nPING\r\n",
                "ECHO \"a\\x62c\"  'it\\'s'\r\n",
                "*2\r\n$4\r\nECHO\r\n$50\r\n01234567890123456789012345678901234567890123456789\r\n"
            })
    void putBack_atEveryCut_findsTheSameRequestAgainAndThenTheNext(String request)
            throws ProtocolException {
        decoder.authenticated(true);
        byte[] bytes = (request + "*1\r\n$4\r\nLAST\r\n").getBytes(ISO_8859_1);
        for (int cut = 0; cut <= bytes.length; cut++) {
            List<List<String>> found = new ArrayList<>();
            putBackTheFirst(copy(bytes, 0, cut), found);
            putBackTheFirst(copy(bytes, cut, bytes.length), found);
            assertThat(found).as("cut at %d", cut).hasSize(3);
            assertThat(found.get(1)).as("cut at %d", cut).isEqualTo(found.getFirst());
            assertThat(found.getLast()).containsExactly("LAST");
            assertThat(decoder.retainedBytes()).isZero();
        }
    }

    @Test
    void putBack_thenClose_findsNothing() throws ProtocolException {
        byte[] bytes = "PING a b\r\n".getBytes(ISO_8859_1);
        decoder.feed(bytes, 0, bytes.length);
        assertThat(decoder.next()).isTrue();
        decoder.putBack();
        decoder.close();
        assertThat(decoder.next()).isFalse();
    }

    private static byte[] copy(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private List<String> words() {
        ArgVector args = decoder.args();
        List<String> words = new ArrayList<>();
        for (int index = 0; index < args.count(); index++) {
            words.add(args.slice(index).text());
        }
        return words;
    }
}
