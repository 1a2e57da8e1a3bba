package dev.larder.protocol.resp;

import static dev.larder.protocol.resp.Frames.bytes;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is told of requests before they are decoded, and that telling it changes nothing.
final class RequestLookAheadTest {
    private static final String PIPELINE =
            "*2\r\n$3\r\nGET\r\n$5\r\nfirst\r\n"
                    + "*1\r\n$4\r\nPING\r\n"
                    + "*3\r\n$3\r\nSET\r\n$6\r\nsecond\r\n$7\r\na value\r\n"
                    + "*2\r\n$3\r\nGET\r\n$5\r\nthird\r\n";

    private final RequestDecoder decoder =
            new RequestDecoder(
                    ProtocolLimits.DEFAULTS,
                    length -> {
                        throw new AssertionError("a big argument of " + length + " bytes");
                    });
    private final List<String> keys = new ArrayList<>();

    RequestLookAheadTest() {
        decoder.authenticated(true);
    }

    private int lookAhead(int max) {
        keys.clear();
        return decoder.lookAhead(
                (array, offset, length) -> keys.add(new String(array, offset, length, ISO_8859_1)),
                max);
    }

    private void feed(String stream) {
        byte[] bytes = bytes(stream);
        decoder.feed(bytes, 0, bytes.length);
    }

    @Test
    void lookAhead_atAPipeline_tellsTheKeysOfRequestsThatHaveOne() {
        feed(PIPELINE);
        assertThat(lookAhead(16)).isEqualTo(4);
        assertThat(keys).containsExactly("first", "second", "third");
    }

    @Test
    void lookAhead_ofAsManyAsAreWanted_endsThere() {
        feed(PIPELINE);
        assertThat(lookAhead(2)).isEqualTo(2);
        assertThat(keys).containsExactly("first");
    }

    @Test
    void lookAhead_betweenRequests_beginsAtTheNextOne() throws ProtocolException {
        feed(PIPELINE);
        decoder.next();
        decoder.next();
        assertThat(lookAhead(1)).isEqualTo(1);
        assertThat(keys).containsExactly("second");
        assertThat(decoder.next()).isTrue();
        assertThat(decoder.args().slice(1).text()).isEqualTo("second");
    }

    @Test
    void lookAhead_withACutAnywhere_tellsWholeRequestsOnlyAndLosesNothing()
            throws ProtocolException {
        for (int cut = 0; cut <= PIPELINE.length(); cut++) {
            feed(PIPELINE.substring(0, cut));
            int told = lookAhead(16);
            int found = 0;
            while (decoder.next()) {
                found++;
            }
            assertThat(told).as("cut at %d", cut).isEqualTo(found);
            feed(PIPELINE.substring(cut));
            lookAhead(16);
            while (decoder.next()) {
                found++;
            }
            assertThat(found).as("cut at %d", cut).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET inline\r\n",
                "*2\r\n$3\r\nGET\r\n$-1\r\n",
                "*2\r\n+GET\r\n$1\r\nk\r\n",
                "*99999999999\r\n",
                "*2\r\n$3\r\nGET\r\n$999999999\r\nk\r\n",
                "*-1\r\n",
                "**",
                "*\r\n",
            })
    void lookAhead_atWhatIsOdd_tellsNothing(String odd) {
        feed(odd);
        assertThat(lookAhead(16)).isZero();
        assertThat(keys).isEmpty();
    }
}
