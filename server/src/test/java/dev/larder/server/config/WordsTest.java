package dev.larder.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WordsTest {
    @Test
    void split_ofALine_followsRedisRules() throws BadValueException {
        assertThat(Words.split("  port \t6379\r")).containsExactly("port", "6379");
        assertThat(Words.split("requirepass \"a \\\"b\\\" \\x41\\n\"").get(1))
                .isEqualTo("a \"b\" A\n");
        assertThat(Words.split("requirepass 'a \"b\" \\' \\n'").get(1)).isEqualTo("a \"b\" ' \\n");
        assertThat(Words.split("save \"\"")).containsExactly("save", "");
        assertThat(Words.split("\"\\q\\xZZ\"")).containsExactly("qxZZ");
        assertThat(Words.split("   ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a \"b", "a 'b", "a \"b\"c", "a 'b'c", "\"\\", "'\\'"})
    void split_ofUnbalancedQuotes_isRefused(String line) {
        assertThatThrownBy(() -> Words.split(line)).isInstanceOf(BadValueException.class);
    }

    @Test
    void quote_ofAnyBytes_isReadBackAsTheyWere() throws BadValueException {
        var random = new SplittableRandom(42);
        for (int round = 0; round < 5_000; round++) {
            var word = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                word.append((char) random.nextInt(256));
            }
            String quoted = Words.quote(word.toString());
            assertThat(quoted).doesNotContain("\n", "\r");
            assertThat(Words.split("x " + quoted)).isEqualTo(List.of("x", word.toString()));
        }
    }

    @Test
    void quote_ofAPlainWord_leavesItAlone() {
        assertThat(Words.quote("allkeys-lru")).isEqualTo("allkeys-lru");
        assertThat(Words.quote("#1")).isEqualTo("\"#1\"");
        assertThat(Words.quote("")).isEqualTo("\"\"");
    }
}
