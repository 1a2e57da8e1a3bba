package dev.larder.protocol.resp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReplyBufferTest {
    /// A big value of one repeated letter, which knows how often it was released.
    private static final class Letters implements BigReply {
        private final char letter;
        private final int length;
        private int released;

        Letters(char letter, int length) {
            this.letter = letter;
            this.length = length;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public void copyTo(long from, byte[] to, int at, int count) {
            java.util.Arrays.fill(to, at, at + count, (byte) letter);
        }

        @Override
        public void release() {
            released++;
        }
    }

    private static String text(ReplyBuffer buffer) {
        return new String(buffer.toBytes(), ISO_8859_1);
    }

    @Test
    void bigBulk_amongOtherReplies_keepsItsPlace() {
        ReplyWriter reply = new Resp2Writer(new ReplyBuffer());
        reply.bigBulk(new Letters('a', 3));
        reply.ok();
        reply.bigBulk(new Letters('b', 1));
        reply.bigBulk(new Letters('c', 2));
        assertThat(text(reply.buffer())).isEqualTo("$3\r\naaa\r\n+OK\r\n$1\r\nb\r\n$2\r\ncc\r\n");
        assertThat(reply.buffer().attachedCount()).isEqualTo(3);
        assertThat(reply.buffer().attachedAt(0)).isEqualTo("$3\r\n".length());
    }

    @Test
    void rewind_acrossBigValues_releasesThoseItForgets() {
        ReplyWriter reply = new Resp2Writer(new ReplyBuffer());
        Letters kept = new Letters('a', 3);
        Letters forgotten = new Letters('b', 3);
        reply.bigBulk(kept);
        int mark = reply.mark();
        reply.array(2);
        reply.bigBulk(forgotten);
        assertThat(reply.rewind(mark)).isTrue();
        reply.error("ERR no");
        assertThat(text(reply.buffer())).isEqualTo("$3\r\naaa\r\n-ERR no\r\n");
        assertThat(kept.released).isZero();
        assertThat(forgotten.released).isEqualTo(1);
    }

    @Test
    void clear_afterSending_leavesTheValuesToTheTaker() {
        ReplyWriter reply = new Resp2Writer(new ReplyBuffer());
        Letters value = new Letters('a', 3);
        reply.bigBulk(value);
        reply.buffer().clear();
        assertThat(value.released).isZero();
        assertThat(reply.buffer().attachedCount()).isZero();
        assertThat(text(reply.buffer())).isEmpty();
    }

    @Test
    void ensure_pastTheBound_drainsInMidReply() {
        List<String> drained = new ArrayList<>();
        ReplyBuffer buffer =
                new ReplyBuffer(
                        1000,
                        full -> {
                            drained.add(text(full));
                            full.clear();
                        });
        ReplyWriter reply = new Resp2Writer(buffer);
        int before = reply.mark();
        reply.array(9_000);
        for (int count = 0; count < 9_000; count++) {
            reply.integer(7);
        }
        reply.bigBulk(new Letters('a', 3));
        int after = reply.mark();
        reply.ok();
        assertThat(drained).hasSizeGreaterThan(1);
        assertThat(buffer.array()).hasSize(ReplyBuffer.INITIAL_BYTES);
        assertThat(reply.rewind(before)).as("its bytes have left").isFalse();
        assertThat(reply.rewind(after)).isTrue();
        assertThat(String.join("", drained) + text(buffer))
                .isEqualTo("*9000\r\n" + ":7\r\n".repeat(9_000) + "$3\r\naaa\r\n");
    }

    @Test
    void shrink_ofAnEmptyBufferThatGrew_givesTheArrayBack() {
        ReplyBuffer buffer = new ReplyBuffer();
        ReplyWriter reply = new Resp2Writer(buffer);
        reply.bulk(new byte[100_000]);
        buffer.shrink();
        assertThat(buffer.array().length).as("not while it holds replies").isGreaterThan(100_000);
        buffer.clear();
        buffer.shrink();
        assertThat(buffer.array()).hasSize(ReplyBuffer.INITIAL_BYTES);
    }
}
