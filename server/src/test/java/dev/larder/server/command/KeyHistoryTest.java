package dev.larder.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.command.KeyHistory.Call;
import dev.larder.server.command.KeyHistory.Verb;
import org.junit.jupiter.api.Test;

/// The judge is judged: what it must accept, and what it must not.
final class KeyHistoryTest {
    private final KeyHistory history = new KeyHistory();

    private void call(long start, long end, Verb verb, String value, String reply) {
        history.add(new Call(verb, value, "1", start, end, reply));
    }

    @Test
    void callsInARow_withFittingReplies_areAccepted() {
        call(0, 1, Verb.SET, "1", "+OK\r\n");
        call(2, 3, Verb.SET_IFEQ, "5", "+OK\r\n");
        call(4, 5, Verb.INCRBY, "2", ":7\r\n");
        call(6, 7, Verb.GETDEL, "", "$1\r\n7\r\n");
        call(8, 9, Verb.SET_NX, "word", "+OK\r\n");
        call(10, 11, Verb.INCRBY, "1", KeyHistory.NOT_AN_INTEGER);
        call(12, 13, Verb.SET_GET, "2", "$4\r\nword\r\n");
        call(14, 15, Verb.FLUSHDB, "", "+OK\r\n");
        call(16, 17, Verb.DEL, "", ":0\r\n");
        assertThat(history.isLinearizable()).isTrue();
        assertThat(history.overlaps()).isZero();
    }

    @Test
    void overlappingCalls_mayTakeEffectInEitherOrder() {
        call(0, 10, Verb.SET, "1", "+OK\r\n");
        call(1, 9, Verb.DEL, "", ":0\r\n");
        call(2, 8, Verb.GET, "", KeyHistory.NIL);
        call(11, 12, Verb.GET, "", "$1\r\n1\r\n");
        assertThat(history.isLinearizable()).isTrue();
        assertThat(history.overlaps()).isEqualTo(3);
    }

    @Test
    void staleRead_afterAWriteHasEnded_isRefused() {
        call(0, 1, Verb.SET, "1", "+OK\r\n");
        call(2, 3, Verb.SET, "2", "+OK\r\n");
        call(4, 5, Verb.GET, "", "$1\r\n1\r\n");
        assertThat(history.isLinearizable()).isFalse();
    }

    @Test
    void readsThatGoBack_withinOneWrite_areRefused() {
        call(0, 1, Verb.SET, "1", "+OK\r\n");
        call(2, 20, Verb.SET, "2", "+OK\r\n");
        call(3, 4, Verb.GET, "", "$1\r\n2\r\n");
        call(5, 6, Verb.GET, "", "$1\r\n1\r\n");
        assertThat(history.isLinearizable()).isFalse();
    }

    @Test
    void twoComparisonsThatBothSucceed_areRefused() {
        call(0, 1, Verb.SET, "1", "+OK\r\n");
        call(2, 5, Verb.SET_IFEQ, "2", "+OK\r\n");
        call(3, 6, Verb.SET_IFEQ, "3", "+OK\r\n");
        assertThat(history.isLinearizable()).isFalse();
    }

    @Test
    void lostIncrement_isRefused() {
        call(0, 5, Verb.INCRBY, "1", ":1\r\n");
        call(1, 6, Verb.INCRBY, "1", ":1\r\n");
        assertThat(history.isLinearizable()).isFalse();
    }
}
