package dev.larder.protocol.resp;

import static dev.larder.protocol.resp.Frames.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.protocol.Allocation;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReplyParserTest {
    private static final ReplyLimits LIMITS = new ReplyLimits(64, 1 << 20, 5);

    private static final String EVERYTHING =
            "+OK\r\n-WRONGTYPE no\r\n:-7\r\n:+8\r\n$5\r\na\r\nbc\r\n$0\r\n\r\n$-1\r\n*-1\r\n_\r\n"
                    + "*2\r\n:1\r\n*1\r\n$1\r\nx\r\n*0\r\n%1\r\n+k\r\n~1\r\n#t\r\n#f\r\n,1.5\r\n,-inf\r\n"
                    + ",nan\r\n(123456789012345678901234567890\r\n=7\r\ntxt:abc\r\n!6\r\nERR no\r\n"
                    + ">2\r\n+message\r\n:1\r\n|1\r\n+ttl\r\n:9\r\n*2\r\n+a\r\n|1\r\n+x\r\n_\r\n+b\r\n";

    private static final List<Reply> ALL =
            List.of(
                    new Reply.Simple("OK"),
                    new Reply.Failure("WRONGTYPE no"),
                    new Reply.WholeNumber(-7),
                    new Reply.WholeNumber(8),
                    new Reply.Bulk(bytes("a\r\nbc")),
                    new Reply.Bulk(bytes("")),
                    new Reply.Null(),
                    new Reply.Null(),
                    new Reply.Null(),
                    new Reply.Array(
                            List.of(
                                    new Reply.WholeNumber(1),
                                    new Reply.Array(List.of(new Reply.Bulk(bytes("x")))))),
                    new Reply.Array(List.of()),
                    new Reply.Mapping(
                            List.of(
                                    new Reply.Pair(
                                            new Reply.Simple("k"),
                                            new Reply.Set(List.of(new Reply.Bool(true)))))),
                    new Reply.Bool(false),
                    new Reply.Decimal(1.5),
                    new Reply.Decimal(Double.NEGATIVE_INFINITY),
                    new Reply.Decimal(Double.NaN),
                    new Reply.BigNumber(new BigInteger("123456789012345678901234567890")),
                    new Reply.Verbatim("txt", "abc"),
                    new Reply.Failure("ERR no"),
                    new Reply.Push(List.of(new Reply.Simple("message"), new Reply.WholeNumber(1))),
                    new Reply.Attributed(
                            new Reply.Mapping(
                                    List.of(
                                            new Reply.Pair(
                                                    new Reply.Simple("ttl"),
                                                    new Reply.WholeNumber(9)))),
                            new Reply.Array(
                                    List.of(
                                            new Reply.Simple("a"),
                                            new Reply.Attributed(
                                                    new Reply.Mapping(
                                                            List.of(
                                                                    new Reply.Pair(
                                                                            new Reply.Simple("x"),
                                                                            new Reply.Null()))),
                                                    new Reply.Simple("b"))))));

    private static List<Reply> parse(byte[] stream, int... cuts) throws ProtocolException {
        ReplyParser parser = new ReplyParser(LIMITS);
        List<Reply> replies = new ArrayList<>();
        int from = 0;
        for (int index = 0; index <= cuts.length; index++) {
            int to = index < cuts.length ? cuts[index] : stream.length;
            byte[] window = Arrays.copyOfRange(stream, from, to);
            parser.feed(window, 0, window.length);
            while (parser.next()) {
                replies.add(parser.reply());
            }
            Arrays.fill(window, (byte) '!');
            from = to;
        }
        return replies;
    }

    @Test
    void next_ofEveryType_atEveryCut_findsTheReplies() throws ProtocolException {
        byte[] stream = bytes(EVERYTHING);
        assertThat(parse(stream)).isEqualTo(ALL);
        for (int cut = 0; cut <= stream.length; cut++) {
            assertThat(parse(stream, cut)).as("cut at %d", cut).isEqualTo(ALL);
        }
        int[] everywhere = new int[stream.length];
        Arrays.setAll(everywhere, index -> index);
        assertThat(parse(stream, everywhere)).isEqualTo(ALL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\n",
                "\r\n",
                "+OK\n",
                "OK\r\n",
                ":1.5\r\n",
                ":\r\n",
                ":++1\r\n",
                "$-2\r\n",
                "$1048577\r\n",
                "$x\r\n",
                "$1\r\nabc",
                "$1\r\na\rx",
                "_x\r\n",
                "#x\r\n",
                "#\r\n",
                ",x\r\n",
                ",\r\n",
                "(1.5\r\n",
                "(\r\n",
                "=3\r\ntxt\r\n",
                "=4\r\ntxtx\r\n",
                "*-2\r\n",
                "%-1\r\n",
                "*2147483648\r\n",
                "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n",
                "!-1\r\n"
            })
    void next_ofWhatIsNoReply_isRefused(String stream) throws ProtocolException {
        assertThatThrownBy(() -> parse(bytes(stream)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageStartingWith("Protocol error: ");
        int[] everywhere = new int[stream.length()];
        Arrays.setAll(everywhere, index -> index);
        assertThatThrownBy(() -> parse(bytes(stream), everywhere))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void next_ofALineWithoutEnd_isRefusedAtTheLimit() {
        assertThatThrownBy(() -> parse(bytes("+" + "x".repeat(64))))
                .hasMessage("Protocol error: too long a line in a reply");
    }

    @Test
    void next_afterAnError_findsNothingMore() throws ProtocolException {
        ReplyParser parser = new ReplyParser(LIMITS);
        byte[] stream = bytes("?\r\n+OK\r\n");
        parser.feed(stream, 0, stream.length);
        assertThatThrownBy(parser::next).isInstanceOf(ProtocolException.class);
        assertThat(parser.next()).isFalse();
        parser.feed(stream, 3, stream.length);
        assertThat(parser.next()).isFalse();
    }

    @Test
    void next_ofClaims_allocatesLittleForThem() throws Exception {
        for (String claim : List.of("$1048576\r\n", "*2147483647\r\n", "%2147483647\r\n")) {
            ReplyParser parser = new ReplyParser(LIMITS);
            byte[] bytes = bytes(claim);
            long allocated =
                    Allocation.bytesDuring(() -> {
                        parser.feed(bytes, 0, bytes.length);
                        assertThat(parser.next()).isFalse();
                    });
            assertThat(allocated).as(claim).isLessThan(50_000);
        }
    }

    @Test
    void next_ofMutatedReplies_findsRepliesOrRefuses() {
        SplittableRandom random = new SplittableRandom(17);
        int refused = 0;
        for (int count = 0; count < 100_000; count++) {
            byte[] stream = bytes(EVERYTHING);
            for (int mutations = random.nextInt(1, 4); mutations > 0; mutations--) {
                stream[random.nextInt(stream.length)] =
                        (byte) "\r\n+-:$*%~>|,(#_=!0129tx\u00ff".charAt(random.nextInt(24));
            }
            try {
                parse(stream, random.nextInt(stream.length));
            } catch (ProtocolException malformed) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1_000, 99_999);
    }

    @Test
    void next_ofWhatTheWritersWrite_readsItBack() throws ProtocolException {
        for (RespVersion version : RespVersion.values()) {
            ReplyWriter writer = ReplyWriter.of(version, new ReplyBuffer());
            writer.array(3);
            writer.bulk("value");
            writer.nullBulk();
            writer.map(1);
            writer.bulk("k");
            writer.decimal(0.1);
            boolean newer = version == RespVersion.RESP3;
            Reply tenth = newer ? new Reply.Decimal(0.1) : new Reply.Bulk(bytes("0.1"));
            Reply key = new Reply.Bulk(bytes("k"));
            Reply map =
                    newer
                            ? new Reply.Mapping(List.of(new Reply.Pair(key, tenth)))
                            : new Reply.Array(List.of(key, tenth));
            assertThat(parse(writer.buffer().toBytes()))
                    .containsExactly(
                            new Reply.Array(
                                    List.of(
                                            new Reply.Bulk(bytes("value")),
                                            new Reply.Null(),
                                            map)));
        }
    }

    @Test
    void failure_withACode_namesIt() {
        assertThat(new Reply.Failure("WRONGTYPE no list").code()).isEqualTo("WRONGTYPE");
        assertThat(new Reply.Failure("NOAUTH").code()).isEqualTo("NOAUTH");
    }
}
