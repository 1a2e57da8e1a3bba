package dev.larder.protocol.bytes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GlobTest {
    private static boolean matches(String pattern, String text, boolean ignoreCase) {
        return Glob.matches(pattern.getBytes(ISO_8859_1), text.getBytes(ISO_8859_1), ignoreCase);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "* hello",
                "* x",
                "h?llo hello",
                "h*llo hllo",
                "h*llo heeeello",
                "h[ae]llo hallo",
                "h[^e]llo hallo",
                "h[a-b]llo hbllo",
                "h\\?llo h?llo",
                "a* a",
                "*a a",
                "*a* a",
                "a**b ab",
                "*b*d abcd",
                "*.*.* a.b.c",
                "[a-c-e] -",
                "[\\]] ]",
                "[\\^] ^",
                "[^\\]] a",
                "a\\ a\\",
                "[z-a] m",
                "[a a",
                "[^a b",
                "a[b ab",
                "[a-] ^",
                "** x",
                "?* x",
                "\\* *",
                "foo[1-3]*bar foo2xbar",
                "a*b*c*d aXbXXcXd"
            })
    void matches_ofPatternsThatFit_isTrue(String pattern, String text) {
        assertThat(matches(pattern, text, false)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "h?llo hllo",
                "h[ae]llo hillo",
                "h[^e]llo hello",
                "h[a-b]llo hcllo",
                "h\\?llo hello",
                "a ab",
                "ab a",
                "*a b",
                "a*b abc",
                "[a-c] d",
                "[^a-c] b",
                "A a",
                "?? a",
                "[^a a",
                "*.a.b a.b.c",
                "a*b*c abXcb",
                "[]a] ]a]",
                "[] ]"
            })
    void matches_ofPatternsThatDoNotFit_isFalse(String pattern, String text) {
        assertThat(matches(pattern, text, false)).isFalse();
    }

    @Test
    void matches_ofAnEmptyText_isForNothingAndTheLoneStar() {
        assertThat(matches("", "", false)).isTrue();
        assertThat(matches("*", "", false)).isTrue();
        assertThat(matches("**", "", false)).as("as Redis has it").isFalse();
        assertThat(matches("?", "", false)).isFalse();
        assertThat(matches("", "a", false)).isFalse();
    }

    @Test
    void matches_ignoringCase_foldsLettersInClassesAndRangesToo() {
        assertThat(matches("HeLLo*", "hEllO world", true)).isTrue();
        assertThat(matches("[ABC]", "b", true)).isTrue();
        assertThat(matches("[A-C]", "b", true)).isTrue();
        assertThat(matches("[a-c]", "B", true)).isTrue();
        assertThat(matches("[a-c]", "B", false)).isFalse();
        assertThat(matches("[\\B]", "b", true))
                .as("an escaped letter in a class is itself")
                .isFalse();
        assertThat(matches("\u00c9", "\u00e9", true)).as("letters of ASCII only").isFalse();
    }

    @Test
    void matches_ofSlices_looksAtTheirBytesOnly() {
        Slice pattern = new Slice();
        pattern.set("xxa*cxx".getBytes(ISO_8859_1), 2, 3);
        Slice text = new Slice();
        text.set("yyabbcyy".getBytes(ISO_8859_1), 2, 4);
        assertThat(Glob.matches(pattern, text, false)).isTrue();
        text.set("yyabbcyy".getBytes(ISO_8859_1), 2, 5);
        assertThat(Glob.matches(pattern, text, false)).isFalse();
    }

    /// Exponential matchers take longer than the universe on this; ours takes the product of lengths.
    @Test
    void matches_ofManyStars_takesBoundedTime() {
        String text = "a".repeat(20_000);
        assertThat(matches("a*".repeat(2_000) + "b", text, false)).isFalse();
        assertThat(matches("*a".repeat(2_000) + "*", text, false)).isTrue();
        assertThat(matches("*" + "[a-z]".repeat(50) + "b", text, false)).isFalse();
    }

    @Test
    void matches_ofRandomPatterns_agreesWithTheObviousMatcher() {
        SplittableRandom random = new SplittableRandom(3);
        int matched = 0;
        for (int count = 0; count < 200_000; count++) {
            String pattern = letters(random, "**??[]^-\\abcAB\u00e9", random.nextInt(9));
            String text = letters(random, "abcAB]-^\\\u00e9", random.nextInt(1, 7));
            boolean ignoreCase = random.nextBoolean();
            boolean expected = obvious(pattern, 0, text, 0, ignoreCase);
            assertThat(matches(pattern, text, ignoreCase))
                    .as("%s on %s, ignoring case %b", pattern, text, ignoreCase)
                    .isEqualTo(expected);
            matched += expected ? 1 : 0;
        }
        assertThat(matched).isGreaterThan(5_000);
    }

    private static String letters(SplittableRandom random, String alphabet, int length) {
        StringBuilder letters = new StringBuilder();
        for (int index = 0; index < length; index++) {
            letters.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return letters.toString();
    }

    /// The definition, by recursion: a star is nothing, or a byte and the star again.
    private static boolean obvious(
            String pattern, int at, String text, int textAt, boolean ignoreCase) {
        if (at == pattern.length()) {
            return textAt == text.length();
        }
        if (pattern.charAt(at) == '*') {
            return obvious(pattern, at + 1, text, textAt, ignoreCase)
                    || (textAt < text.length()
                            && obvious(pattern, at, text, textAt + 1, ignoreCase));
        }
        if (textAt == text.length()) {
            return false;
        }
        char letter = text.charAt(textAt);
        char element = pattern.charAt(at);
        if (element == '[') {
            int end = classEnd(pattern, at + 1);
            String members = pattern.substring(at + 1, Math.min(end, pattern.length()));
            return inClass(members, letter, ignoreCase)
                    && obvious(
                            pattern,
                            Math.min(end + 1, pattern.length()),
                            text,
                            textAt + 1,
                            ignoreCase);
        }
        int literal = element == '\\' && at + 1 < pattern.length() ? at + 1 : at;
        boolean same = (element == '?') || same(pattern.charAt(literal), letter, ignoreCase);
        return same && obvious(pattern, literal + 1, text, textAt + 1, ignoreCase);
    }

    private static int classEnd(String pattern, int from) {
        int at = from;
        if (at < pattern.length() && pattern.charAt(at) == '^') {
            at++;
        }
        while (at < pattern.length() && pattern.charAt(at) != ']') {
            boolean escape = pattern.charAt(at) == '\\' && at + 1 < pattern.length();
            boolean range = !escape && at + 2 < pattern.length() && pattern.charAt(at + 1) == '-';
            at += escape ? 2 : range ? 3 : 1;
        }
        return at;
    }

    private static boolean inClass(String members, char letter, boolean ignoreCase) {
        boolean negated = members.startsWith("^");
        boolean found = false;
        for (int at = negated ? 1 : 0; at < members.length(); at++) {
            char member = members.charAt(at);
            if (member == '\\' && at + 1 < members.length()) {
                found |= members.charAt(++at) == letter;
            } else if (at + 2 < members.length() && members.charAt(at + 1) == '-') {
                byte one = (byte) member;
                byte other = (byte) members.charAt(at + 2);
                int low = fold(Math.min(one, other), ignoreCase);
                int high = fold(Math.max(one, other), ignoreCase);
                int folded = fold((byte) letter, ignoreCase);
                found |= low <= folded && folded <= high;
                at += 2;
            } else {
                found |= same(member, letter, ignoreCase);
            }
        }
        return found != negated;
    }

    private static boolean same(char one, char other, boolean ignoreCase) {
        return fold((byte) one, ignoreCase) == fold((byte) other, ignoreCase);
    }

    private static int fold(int letter, boolean ignoreCase) {
        return ignoreCase && letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
    }
}
