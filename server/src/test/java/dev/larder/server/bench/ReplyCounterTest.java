package dev.larder.server.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

final class ReplyCounterTest {
    private static final String REPLIES =
            "+OK\r\n:12\r\n$3\r\na\nb\r\n$-1\r\n-OOM no\r\n*2\r\n$0\r\n\r\n$-1\r\n*0\r\n*-1\r\n"
                    + "*1\r\n*2\r\n:1\r\n$1\r\n$\r\n+PONG\r\n";
    private static final int COUNT = 10;

    private final ReplyTally tally = new ReplyTally();
    private final ReplyCounter counter = new ReplyCounter(tally);

    private int accept(String bytes) throws BenchException {
        byte[] array = bytes.getBytes(UTF_8);
        return counter.accept(array, 0, array.length);
    }

    @Test
    void accept_ofRepliesOfAllKinds_countsThem() throws BenchException {
        assertThat(accept(REPLIES)).isEqualTo(COUNT);
        assertThat(tally.hits()).isEqualTo(3);
        assertThat(tally.misses()).isEqualTo(2);
        assertThat(tally.errors()).containsOnlyKeys("OOM no").containsValue(1L);
    }

    @Test
    void accept_whereverBytesAreCut_countsTheSame() throws BenchException {
        byte[] array = REPLIES.getBytes(UTF_8);
        for (int first = 0; first < array.length; first++) {
            for (int second = first; second < array.length; second += 3) {
                int ended = counter.accept(array, 0, first);
                ended += counter.accept(array, first, second);
                ended += counter.accept(array, second, array.length);
                assertThat(ended).as("cut at %d and %d", first, second).isEqualTo(COUNT);
            }
        }
        assertThat(tally.errors()).containsOnlyKeys("OOM no");
    }

    @Test
    void accept_ofManyDifferentErrors_keepsAFew() throws BenchException {
        for (int i = 0; i < 1_000; i++) {
            assertThat(accept("-ERR " + i + "\r\n")).isEqualTo(1);
        }
        assertThat(tally.errors()).hasSize(21).containsEntry("other errors", 980L);
    }

    @Test
    void accept_ofWhatIsNoReply_isRefused() {
        assertThatExceptionOfType(BenchException.class).isThrownBy(() -> accept("HTTP/1.1 400"));
        assertThatExceptionOfType(BenchException.class)
                .isThrownBy(() -> new ReplyCounter(tally).accept(new byte[] {'$', 'x'}, 0, 2));
    }
}
