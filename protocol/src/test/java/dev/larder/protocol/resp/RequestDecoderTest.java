package dev.larder.protocol.resp;

import static dev.larder.protocol.resp.Frames.bytes;
import static dev.larder.protocol.resp.Frames.join;
import static dev.larder.protocol.resp.Frames.repeat;
import static dev.larder.protocol.resp.Frames.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestDecoderTest {
    private static final ProtocolLimits LIMITS = ProtocolLimits.DEFAULTS;

    private static Decoding decode(String stream) {
        return Decoding.of(LIMITS, true, bytes(stream));
    }

    private static Decoding decodeBeforeLogin(String stream) {
        return Decoding.of(LIMITS, false, bytes(stream));
    }

    @Test
    void next_ofAPipeline_findsEachRequest() {
        Decoding decoding = decode("*2\r\n$3\r\nGET\r\n$1\r\nk\r\n*1\r\n$4\r\nPING\r\n");
        assertThat(decoding.requests()).containsExactly(List.of("GET", "k"), List.of("PING"));
        assertThat(decoding.error()).isEmpty();
    }

    @Test
    void next_ofEmptyArguments_keepsThem() {
        assertThat(decode("*2\r\n$0\r\n\r\n$0\r\n\r\n").requests())
                .containsExactly(List.of("", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*0\r\n", "*-1\r\n", "*-10\r\n", "\r\n", "\n", "   \r\n", "\t\u000b\f\n"})
    void next_ofWhatIsNoRequest_skipsIt(String nothing) {
        assertThat(decode(nothing + "PING\r\n").requests()).containsExactly(List.of("PING"));
    }

    @Test
    void next_ofOtherBytesWhereLinesEnd_skipsThemAsRedisDoes() {
        assertThat(decode("*1\rX$4\rYPING??*1\r\n$4\r\nPING\r\n").requests())
                .containsExactly(List.of("PING"), List.of("PING"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GET k|GET,k",
                "  GET \t k  |GET,k",
                "SET k \"a b\"|SET,k,a b",
                "SET k 'a b'|SET,k,a b",
                "ECHO \"\\x41\\x7a\\\\\\\"\\q\"|ECHO,Az\\\"q",
                "ECHO \"\\xZZ\\x4\"|ECHO,xZZx4",
                "ECHO 'it\\'s \\n'|ECHO,it's \\n",
                "ECHO foo\"bar\"|ECHO,foobar",
                "ECHO ''|ECHO,",
            })
    void next_ofAnInlineRequest_splitsItsWords(String line, String words) {
        assertThat(decode(line + "\r\n").requests()).containsExactly(List.of(words.split(",", -1)));
        assertThat(decode(line + "\n").requests()).containsExactly(List.of(words.split(",", -1)));
    }

    @Test
    void next_ofInlineEscapes_makesControlCharacters() {
        assertThat(decode("ECHO \"\\n\\r\\t\\b\\a\"\r\n").requests())
                .containsExactly(List.of("ECHO", "\n\r\t\b\u0007"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"PING", "PING 'a", "PING \"a\"b", "PING 'a'b", "PING \"a\\", "PING 'a\\'"})
    void next_ofQuotesThatDoNotMatch_isRefused(String line) {
        assertThat(decode(line + "\r\n").error())
                .isEqualTo("Protocol error: unbalanced quotes in request");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*|invalid multibulk length",
                "*03|invalid multibulk length",
                "*+1|invalid multibulk length",
                "* 1|invalid multibulk length",
                "*12x|invalid multibulk length",
                "*1048577|invalid multibulk length",
                "*99999999999999999999999|invalid multibulk length",
                "*-0|invalid multibulk length",
                "*1~$|invalid bulk length",
                "*1~$-1|invalid bulk length",
                "*1~$-0|invalid bulk length",
                "*1~$04|invalid bulk length",
                "*1~$536870913|invalid bulk length",
                "*1~$9223372036854775808|invalid bulk length",
                "*1~:4|expected '$', got ':'",
                "*1~*1|expected '$', got '*'",
                "*1~\u00ff4|expected '$', got '\u00ff'",
            })
    void next_ofMalformedHeaders_saysWhatRedisSays(String lines, String error) {
        String header = lines.replace("~", "\r\n");
        assertThat(decode(header + "\r\n").error()).isEqualTo("Protocol error: " + error);
        assertThat(decode(header + "\r").error()).as("the line is not whole yet").isEmpty();
    }

    @Test
    void next_ofAnEmptyLineForALength_namesTheCarriageReturn() {
        assertThat(decode("*1\r\n\r\n").error())
                .isEqualTo("Protocol error: expected '$', got '\r'");
    }

    @Test
    void next_afterAMalformedOne_givesTheRequestsBeforeIt() {
        Decoding decoding = decode("PING\r\n*1\r\n$4\r\nPING\r\n*x\r\nPING\r\n");
        assertThat(decoding.requests()).containsExactly(List.of("PING"), List.of("PING"));
        assertThat(decoding.error()).isEqualTo("Protocol error: invalid multibulk length");
    }

    @ParameterizedTest
    @CsvSource({
        "*, too big mbulk count string, 65535",
        "*1~$, too big bulk count string, 65535",
        "1, too big inline request, 65535"
    })
    void next_ofALineWithoutEnd_isRefusedAtItsLimit(String begin, String error, int room) {
        String longest = begin.replace("~", "\r\n") + "1".repeat(room);
        assertThat(decode(longest).error()).isEmpty();
        assertThat(decode(longest + "1").error()).isEqualTo("Protocol error: " + error);
        assertThat(decode(longest + "1\r\n").error()).isEqualTo("Protocol error: " + error);
    }

    @Test
    void next_beforeLogin_holdsToTheNarrowLimits() {
        assertThat(decodeBeforeLogin("*10\r\n").error()).isEmpty();
        assertThat(decodeBeforeLogin("*11\r\n").error())
                .isEqualTo("Protocol error: unauthenticated multibulk length");
        assertThat(decodeBeforeLogin("*1\r\n$16384\r\n").error()).isEmpty();
        assertThat(decodeBeforeLogin("*1\r\n$16385\r\n").error())
                .isEqualTo("Protocol error: unauthenticated bulk length");
        assertThat(decodeBeforeLogin("1 2 3 4 5 6 7 8 9 10\r\n").requests()).hasSize(1);
        assertThat(decodeBeforeLogin("1 2 3 4 5 6 7 8 9 10 11\r\n").error())
                .isEqualTo("Protocol error: unauthenticated multibulk length");
        assertThat(decodeBeforeLogin("x".repeat(16385)).error())
                .isEqualTo("Protocol error: too big inline request");
    }

    @Test
    void next_beforeLogin_limitsAllArgumentsTogether() {
        String half = "$8192\r\n" + "x".repeat(8192) + "\r\n";
        assertThat(decodeBeforeLogin("*3\r\n" + half + half + "$0\r\n").error()).isEmpty();
        assertThat(decodeBeforeLogin("*3\r\n" + half + half + "$1\r\n").error())
                .isEqualTo("Protocol error: unauthenticated bulk length");
    }

    @Test
    void next_beforeLogin_withArgumentsOfAnyLengthAllowed_addsNothingUpToOverflow() {
        ProtocolLimits wide = new ProtocolLimits(16, Long.MAX_VALUE, 1024, 10, 1024, 512);
        byte[] stream = bytes("*2\r\n$4\r\nAUTH\r\n$9223372036854775807\r\n");
        assertThat(Decoding.of(wide, false, stream).error())
                .isEqualTo("Protocol error: unauthenticated bulk length");
        assertThat(Decoding.of(wide, true, stream).error()).isEmpty();
    }

    @Test
    void authenticated_betweenTwoRequests_widensTheLimitsForTheNext() throws ProtocolException {
        RequestDecoder decoder = new RequestDecoder(LIMITS, new HeapArgument.Factory());
        byte[] login = request("AUTH", "secret");
        byte[] wide = request("MGET", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
        byte[] stream = join(login, wide, wide);
        decoder.feed(stream, 0, stream.length);
        assertThat(decoder.next()).isTrue();
        decoder.authenticated(true);
        assertThat(decoder.next()).isTrue();
        assertThat(decoder.args().count()).isEqualTo(11);
        decoder.authenticated(false);
        assertThatThrownBy(decoder::next)
                .hasMessage("Protocol error: unauthenticated multibulk length");
    }

    @Test
    void next_afterAnError_findsNothingMore() throws ProtocolException {
        RequestDecoder decoder = new RequestDecoder(LIMITS, new HeapArgument.Factory());
        byte[] stream = bytes("*x\r\nPING\r\n");
        decoder.feed(stream, 0, stream.length);
        assertThatThrownBy(decoder::next).isInstanceOf(ProtocolException.class);
        assertThat(decoder.next()).isFalse();
        decoder.feed(stream, 4, stream.length);
        assertThat(decoder.next()).isFalse();
        assertThat(decoder.retainedBytes()).isZero();
    }

    @Test
    void next_ofManyArguments_findsThemAll() throws ProtocolException {
        String[] words = Collections.nCopies(100_000, "k").toArray(String[]::new);
        words[0] = "MGET";
        words[99_999] = "last";
        RequestDecoder decoder = new RequestDecoder(LIMITS, new HeapArgument.Factory());
        decoder.authenticated(true);
        byte[] stream = join(request(words), request("PING"));
        decoder.feed(stream, 0, stream.length);
        assertThat(decoder.next()).isTrue();
        assertThat(decoder.args().count()).isEqualTo(100_000);
        assertThat(decoder.args().slice(99_999).text()).isEqualTo("last");
        assertThat(decoder.args().slice(0).text()).isEqualTo("MGET");
        assertThat(decoder.next()).isTrue();
        assertThat(Decoding.words(decoder.args())).containsExactly("PING");
    }

    @Test
    void next_ofABigArgument_streamsIt() throws ProtocolException {
        HeapArgument.Factory bigs = new HeapArgument.Factory();
        RequestDecoder decoder = new RequestDecoder(LIMITS, bigs);
        decoder.authenticated(true);
        byte[] head = bytes("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$100000\r\n");
        decoder.feed(head, 0, head.length);
        assertThat(decoder.next()).isFalse();
        assertThat(bigs.opened).as("opened on the claim").isZero();
        byte[] body = repeat(bytes("x"), 100_000);
        decoder.feed(body, 0, 60_000);
        assertThat(decoder.next()).isFalse();
        assertThat(bigs.opened).isEqualTo(1);
        assertThat(decoder.retainedBytes()).isLessThan(4096);
        decoder.feed(body, 60_000, 100_000);
        assertThat(decoder.next()).isFalse();
        byte[] tail = bytes("\r\nPING\r\n");
        decoder.feed(tail, 0, tail.length);
        assertThat(decoder.next()).isTrue();
        ArgVector args = decoder.args();
        assertThat(args.isBig(1)).isFalse();
        assertThat(args.isBig(2)).isTrue();
        assertThat(args.big(2).length()).isEqualTo(100_000);
        assertThat(args.totalBytes()).isEqualTo(100_004);
        assertThat(args.slice(2).toBytes()).isEqualTo(body);
        assertThat(decoder.next()).isTrue();
        assertThat(bigs.open).as("released with its request").isZero();
    }

    @Test
    void close_withABigArgumentInTransit_releasesIt() throws ProtocolException {
        HeapArgument.Factory bigs = new HeapArgument.Factory();
        RequestDecoder decoder = new RequestDecoder(LIMITS, bigs);
        decoder.authenticated(true);
        byte[] head = bytes("*1\r\n$100000\r\nxyz");
        decoder.feed(head, 0, head.length);
        assertThat(decoder.next()).isFalse();
        assertThat(bigs.open).isEqualTo(1);
        decoder.close();
        assertThat(bigs.open).isZero();
        assertThat(decoder.next()).isFalse();
    }

    @Test
    void next_ofARequestCrowdedWithLongArguments_keepsThemOffTheHeap() throws ProtocolException {
        HeapArgument.Factory bigs = new HeapArgument.Factory();
        RequestDecoder decoder = new RequestDecoder(LIMITS, bigs);
        decoder.authenticated(true);
        String[] words = new String[101];
        Arrays.fill(words, "v".repeat(30_000));
        words[0] = "MSET";
        byte[] stream = request(words);
        for (int from = 0; from < stream.length; from += 16_384) {
            int to = Math.min(from + 16_384, stream.length);
            decoder.feed(stream, from, to);
            boolean complete = decoder.next();
            assertThat(complete).isEqualTo(to == stream.length);
            assertThat(decoder.retainedBytes()).isLessThan(200_000);
        }
        assertThat(Decoding.words(decoder.args())).containsExactly(words);
    }

    @Test
    void keepRest_inMidPipeline_letsTheOwnerReuseItsBytes() throws ProtocolException {
        RequestDecoder decoder = new RequestDecoder(LIMITS, new HeapArgument.Factory());
        decoder.authenticated(true);
        byte[] window = join(request("BLPOP", "q"), request("GET", "a"), bytes("*2\r\n$3\r\nGE"));
        int length = window.length;
        decoder.feed(window, 0, length);
        assertThat(decoder.next()).isTrue();
        decoder.keepRest();
        Arrays.fill(window, (byte) '!');
        assertThat(decoder.retainedBytes()).isBetween(28, length);
        byte[] more = bytes("T\r\n$1\r\nb\r\n");
        decoder.feed(more, 0, more.length);
        decoder.keepRest();
        Arrays.fill(more, (byte) '!');
        assertThat(decoder.next()).isTrue();
        assertThat(Decoding.words(decoder.args())).containsExactly("GET", "a");
        assertThat(decoder.next()).isTrue();
        assertThat(Decoding.words(decoder.args())).containsExactly("GET", "b");
        assertThat(decoder.next()).isFalse();
        assertThat(decoder.retainedBytes()).isZero();
    }

    @Test
    void next_ofDecodersThatShareAScratch_keepsUnfinishedRequestsApart() throws ProtocolException {
        DecoderScratch scratch = new DecoderScratch();
        RequestDecoder[] decoders = new RequestDecoder[40];
        for (int index = 0; index < decoders.length; index++) {
            decoders[index] = new RequestDecoder(LIMITS, new HeapArgument.Factory(), scratch);
            decoders[index].authenticated(true);
            byte[] begin = bytes("*2\r\n$3\r\nGET\r\n$4\r\nk" + (char) ('A' + index));
            decoders[index].feed(begin, 0, begin.length);
            assertThat(decoders[index].next()).isFalse();
        }
        for (int index = 0; index < decoders.length; index++) {
            byte[] end = bytes("xy\r\n");
            decoders[index].feed(end, 0, end.length);
            assertThat(decoders[index].next()).isTrue();
            assertThat(Decoding.words(decoders[index].args()))
                    .containsExactly("GET", "k" + (char) ('A' + index) + "xy");
            assertThat(decoders[index].next()).isFalse();
        }
    }
}
