package dev.larder.protocol.resp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.Allocation;
import dev.larder.protocol.bytes.Slice;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class ReplyWriterTest {
    private static String written(RespVersion version, Consumer<ReplyWriter> replies) {
        ReplyWriter writer = ReplyWriter.of(version, new ReplyBuffer());
        assertThat(writer.version()).isEqualTo(version);
        replies.accept(writer);
        return new String(writer.buffer().toBytes(), ISO_8859_1);
    }

    private static void check(Consumer<ReplyWriter> replies, String resp2, String resp3) {
        assertThat(written(RespVersion.RESP2, replies)).isEqualTo(resp2);
        assertThat(written(RespVersion.RESP3, replies)).isEqualTo(resp3);
    }

    private static void check(Consumer<ReplyWriter> replies, String bytes) {
        check(replies, bytes, bytes);
    }

    @Test
    void lines_areTheSameInBothVersions() {
        check(ReplyWriter::ok, "+OK\r\n");
        check(reply -> reply.simple("PONG"), "+PONG\r\n");
        check(reply -> reply.error("ERR no"), "-ERR no\r\n");
        check(reply -> reply.integer(0), ":0\r\n");
        check(reply -> reply.integer(Long.MIN_VALUE), ":-9223372036854775808\r\n");
    }

    @Test
    void error_withLineEndsWithin_cannotForgeAReply() {
        check(reply -> reply.error("ERR 'a\r\n+OK\r\n'"), "-ERR 'a  +OK  '\r\n");
        check(reply -> reply.error("ERR \u00ff"), "-ERR \u00ff\r\n");
    }

    @Test
    void bulks_areTheSameInBothVersions() {
        byte[] bytes = {1, 'a', '\r', '\n', (byte) 0xff};
        Slice slice = new Slice();
        slice.set(bytes, 1, 3);
        check(reply -> reply.bulk(slice), "$3\r\na\r\n\r\n");
        check(reply -> reply.bulk(bytes), "$5\r\n\u0001a\r\n\u00ff\r\n");
        check(reply -> reply.bulk(bytes, 4, 1), "$1\r\n\u00ff\r\n");
        check(reply -> reply.bulk(""), "$0\r\n\r\n");
        check(reply -> reply.bulk("caf\u00e9"), "$5\r\ncaf\u00c3\u00a9\r\n");
        check(reply -> reply.bulkInteger(-42), "$3\r\n-42\r\n");
        check(
                reply -> {
                    int at = reply.bulkSpace(2);
                    reply.buffer().array()[at] = 'h';
                    reply.buffer().array()[at + 1] = 'i';
                    reply.ok();
                },
                "$2\r\nhi\r\n+OK\r\n");
    }

    @Test
    void types_thatCameWithResp3_areSpelledWithOlderOnesBefore() {
        check(ReplyWriter::nullBulk, "$-1\r\n", "_\r\n");
        check(ReplyWriter::nullArray, "*-1\r\n", "_\r\n");
        check(reply -> reply.array(2), "*2\r\n");
        check(ReplyWriter::emptyArray, "*0\r\n");
        check(reply -> reply.map(2), "*4\r\n", "%2\r\n");
        check(reply -> reply.set(2), "*2\r\n", "~2\r\n");
        check(reply -> reply.push(3), "*3\r\n", ">3\r\n");
        check(reply -> reply.bool(true), ":1\r\n", "#t\r\n");
        check(reply -> reply.bool(false), ":0\r\n", "#f\r\n");
        check(reply -> reply.decimal(1.5), "$3\r\n1.5\r\n", ",1.5\r\n");
        check(reply -> reply.decimal("10.50"), "$5\r\n10.50\r\n", ",10.50\r\n");
        check(reply -> reply.decimal(Double.NEGATIVE_INFINITY), "$4\r\n-inf\r\n", ",-inf\r\n");
        check(reply -> reply.bigNumber("-123"), "$4\r\n-123\r\n", "(-123\r\n");
        check(
                reply -> reply.verbatim("txt", "h\u00e9"),
                "$3\r\nh\u00c3\u00a9\r\n",
                "=7\r\ntxt:h\u00c3\u00a9\r\n");
    }

    @Test
    void replies_beyondTheBuffersSize_makeItGrow() {
        String text = "0123456789".repeat(10_000);
        check(reply -> reply.bulk(text), "$100000\r\n" + text + "\r\n");
        check(reply -> reply.simple(text), "+" + text + "\r\n");
        check(
                reply -> {
                    for (int count = 0; count < 10_000; count++) {
                        reply.integer(7);
                    }
                },
                ":7\r\n".repeat(10_000));
    }

    @Test
    void commonReplies_allocateNothing() throws Exception {
        ReplyWriter[] writers = {
            new Resp2Writer(new ReplyBuffer()), new Resp3Writer(new ReplyBuffer())
        };
        byte[] value = new byte[100];
        Slice slice = new Slice();
        slice.set(value, 10, 50);
        Allocation.Work pass =
                () -> {
                    for (int turn = 0; turn < 20_000; turn++) {
                        ReplyWriter reply = writers[turn & 1];
                        reply.ok();
                        reply.simple("PONG");
                        reply.error("ERR no such key");
                        reply.integer(turn);
                        reply.array(3);
                        reply.bulk(value);
                        reply.bulk(slice);
                        reply.bulkInteger(-turn);
                        reply.bulk("plain");
                        reply.nullBulk();
                        reply.rewind(reply.mark());
                        reply.buffer().clear();
                    }
                };
        assertThat(Allocation.bytesInSteadyState(pass)).isZero();
    }
}
