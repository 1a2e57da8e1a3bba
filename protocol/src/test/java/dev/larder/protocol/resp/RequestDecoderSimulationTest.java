package dev.larder.protocol.resp;

import static dev.larder.protocol.resp.Frames.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Goal: hostile bytes end in requests or a [ProtocolException], the same as the naive twin's, and in
/// nothing else.
/// Method: seeded streams of good frames, then mutated in the ways that break parsers (flipped,
/// dropped, doubled and inserted bytes, other numbers in headers), cut at random places, for sessions
/// that pause and put requests back. What the streams had in them is counted: a run without errors
/// proves nothing.
final class RequestDecoderSimulationTest {
    private static final ProtocolLimits SMALL = new ProtocolLimits(20, 200, 60, 6, 100, 30);
    private static final int STREAMS = 4_000;

    static LongStream seeds() {
        Long chosen = Long.getLong("larder.seed");
        return chosen == null ? LongStream.rangeClosed(1, 12) : LongStream.of(chosen);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyStream_isDecodedAsTheTwinDoes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int requests = 0;
        int errors = 0;
        int whole = 0;
        for (int count = 0; count < STREAMS; count++) {
            byte[] stream = stream(random);
            boolean authenticated = random.nextInt(4) > 0;
            int[] cuts = cuts(random, stream.length);
            Decoding expected = ReferenceDecoder.decode(SMALL, authenticated, stream);
            Decoding found = Decoding.of(SMALL, authenticated, () -> pause(random), stream, cuts);
            assertThat(found)
                    .as(() ->
                            "seed %d: %s cut at %s"
                                    .formatted(
                                            seed,
                                            new String(
                                                    stream,
                                                    java.nio.charset.StandardCharsets.ISO_8859_1),
                                            Arrays.toString(cuts)))
                    .isEqualTo(expected);
            requests += expected.requests().size();
            errors += expected.error().isEmpty() ? 0 : 1;
            whole += expected.error().isEmpty() ? 1 : 0;
        }
        assertThat(requests).isGreaterThan(STREAMS);
        assertThat(errors).isGreaterThan(STREAMS / 4);
        assertThat(whole).isGreaterThan(STREAMS / 10);
    }

    private static Decoding.Pause pause(SplittableRandom random) {
        int choice = random.nextInt(6);
        return Decoding.Pause.values()[choice < 3 ? choice : 0];
    }

    private static byte[] stream(SplittableRandom random) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int frames = random.nextInt(1, 6); frames > 0; frames--) {
            byte[] frame = frame(random);
            int mutations = random.nextInt(3) == 0 ? random.nextInt(1, 4) : 0;
            for (; mutations > 0 && frame.length > 0; mutations--) {
                frame = mutate(random, frame);
            }
            stream.writeBytes(frame);
        }
        return stream.toByteArray();
    }

    private static byte[] frame(SplittableRandom random) {
        if (random.nextInt(5) == 0) {
            String[] lines = {
                "PING\r\n",
                "GET  k\n",
                "ECHO \"a\\x41\\n b\" 'c\\'d'\r\n",
                "\r\n",
                "*0\r\n",
                "*-1\r\n",
                "ECHO foo\"bar\"  \t ''\r\n",
                "\u000bPING x\u000by\n",
                "ECHO \\x41 \\' a'b\r\n"
            };
            return bytes(lines[random.nextInt(lines.length)]);
        }
        String[] words = new String[random.nextInt(1, 9)];
        for (int index = 0; index < words.length; index++) {
            words[index] = word(random);
        }
        return Frames.request(words);
    }

    private static String word(SplittableRandom random) {
        int length = random.nextInt(5) == 0 ? random.nextInt(80) : random.nextInt(6);
        StringBuilder word = new StringBuilder();
        for (int index = 0; index < length; index++) {
            word.append(letter(random, "ab\r\n*$1\"' \\x\0\u00ff"));
        }
        return word.toString();
    }

    private static byte[] mutate(SplittableRandom random, byte[] frame) {
        int at = random.nextInt(frame.length);
        byte odd = (byte) letter(random, "\r\n*$:-+0129 \"'x\0\u00ff");
        return switch (random.nextInt(6)) {
            case 0 -> splice(frame, at, 1, new byte[] {odd});
            case 1 -> splice(frame, at, 1, new byte[0]);
            case 2 -> splice(frame, at, 0, new byte[] {odd});
            case 3 -> splice(frame, at, 0, Arrays.copyOfRange(frame, 0, at));
            case 4 -> Arrays.copyOf(frame, at);
            default -> splice(frame, at, 1, bytes(number(random)));
        };
    }

    private static char letter(SplittableRandom random, String letters) {
        return letters.charAt(random.nextInt(letters.length()));
    }

    private static String number(SplittableRandom random) {
        String[] numbers = {
            "-1",
            "0",
            "00",
            "1",
            "6",
            "7",
            "20",
            "21",
            "200",
            "201",
            "99999999999999999999",
            "2147483648",
            "9223372036854775807",
            "-9223372036854775808",
            "1".repeat(61)
        };
        return numbers[random.nextInt(numbers.length)];
    }

    private static byte[] splice(byte[] frame, int at, int dropped, byte[] inserted) {
        return Frames.join(
                Arrays.copyOf(frame, at),
                inserted,
                Arrays.copyOfRange(frame, at + dropped, frame.length));
    }

    private static int[] cuts(SplittableRandom random, int length) {
        int[] cuts = new int[random.nextInt(8)];
        for (int index = 0; index < cuts.length; index++) {
            cuts[index] = random.nextInt(length + 1);
        }
        Arrays.sort(cuts);
        return cuts;
    }
}
