package dev.larder.server.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AuthenticationTest {
    private static final String PASSWORD = "a rather long password, as passwords should be";
    private static final int TRIES = 5;
    private static final int SAMPLES = 20_000;

    private final Authentication authentication = new Authentication();

    @BeforeEach
    void setPassword() {
        authentication.password(bytes(PASSWORD));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

    private record Attempt(String user, String password) {}

    @Test
    void accepts_theRightUserWithTheRightPassword_andNothingElse() {
        assertThat(authentication.accepts(bytes("default"), bytes(PASSWORD))).isTrue();
        assertThat(authentication.accepts(bytes("default"), bytes(PASSWORD + "!"))).isFalse();
        assertThat(authentication.accepts(bytes("Default"), bytes(PASSWORD))).isFalse();
        assertThat(authentication.accepts(bytes(""), bytes(PASSWORD))).isFalse();
        assertThat(authentication.accepts(bytes("default"), new byte[0])).isFalse();
    }

    @Test
    void accepts_withoutAPasswordSet_takesAnyOfTheUser() {
        authentication.password(new byte[0]);
        assertThat(authentication.isRequired()).isFalse();
        assertThat(authentication.accepts(bytes("default"), bytes("x"))).isTrue();
        assertThat(authentication.accepts(bytes("other"), bytes("x"))).isFalse();
    }

    /// The ways to be wrong are measured in turns, so that what else the machine does concerns all of
    /// them, and the medians have to agree in one of a few tries.
    @Test
    void accepts_howeverWrong_takesTheSameTime() {
        List<Attempt> attempts =
                List.of(
                        new Attempt("nobody", PASSWORD),
                        new Attempt("nobody", "B" + PASSWORD.substring(1)),
                        new Attempt("default", "B" + PASSWORD.substring(1)),
                        new Attempt("default", PASSWORD.substring(0, PASSWORD.length() - 1) + "B"));
        long apart = Long.MAX_VALUE;
        for (int count = 0; count < TRIES && apart >= 500; count++) {
            apart = Math.min(apart, nanosApart(attempts));
        }
        assertThat(apart).as("nanoseconds between medians").isLessThan(500);
    }

    private long nanosApart(List<Attempt> attempts) {
        byte[][] users = attempts.stream().map(each -> bytes(each.user())).toArray(byte[][]::new);
        byte[][] passwords =
                attempts.stream().map(each -> bytes(each.password())).toArray(byte[][]::new);
        long[][] nanos = new long[attempts.size()][SAMPLES];
        for (int sample = 0; sample < SAMPLES; sample++) {
            for (int kind = 0; kind < nanos.length; kind++) {
                long start = System.nanoTime();
                boolean accepted = authentication.accepts(users[kind], passwords[kind]);
                nanos[kind][sample] = System.nanoTime() - start;
                assertThat(accepted).isFalse();
            }
        }
        long[] medians =
                Arrays.stream(nanos)
                        .mapToLong(each ->
                                LongStream.of(each)
                                        .sorted()
                                        .skip(SAMPLES / 2)
                                        .findFirst()
                                        .orElseThrow())
                        .toArray();
        return LongStream.of(medians).max().orElseThrow()
                - LongStream.of(medians).min().orElseThrow();
    }
}
