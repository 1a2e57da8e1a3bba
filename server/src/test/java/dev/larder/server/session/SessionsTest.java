package dev.larder.server.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SessionsTest {
    private final Sessions sessions = new Sessions(3);

    @Test
    void open_upToTheLimit_isAllowed() {
        Session first = open().orElseThrow();
        assertThat(open()).isPresent();
        assertThat(open()).isPresent();
        assertThat(open()).isEmpty();
        assertThat(sessions.count()).isEqualTo(3);
        sessions.close(first);
        Session fourth = open().orElseThrow();
        assertThat(fourth.id()).as("numbers are never used twice").isEqualTo(4);
        assertThat(sessions.all()).extracting(Session::id).containsExactly(2L, 3L, 4L);
    }

    @Test
    void close_twice_countsOnce() {
        Session only = open().orElseThrow();
        sessions.close(only);
        sessions.close(only);
        assertThat(sessions.count()).isZero();
        assertThat(sessions.find(only.id())).isEmpty();
    }

    @Test
    void countMax_loweredBelowTheCount_letsNobodyElseIn() {
        assertThat(open()).isPresent();
        Session second = open().orElseThrow();
        sessions.countMax(1);
        assertThat(open()).isEmpty();
        sessions.close(second);
        assertThat(open()).isEmpty();
        assertThat(sessions.count()).isEqualTo(1);
    }

    @Test
    void openAndClose_fromSeveralThreads_neverExceedTheLimit() throws Exception {
        var live = new AtomicInteger();
        var most = new AtomicInteger();
        Callable<Integer> storm =
                () -> {
                    int refused = 0;
                    for (int round = 0; round < 20_000; round++) {
                        Optional<Session> session = open();
                        if (session.isPresent()) {
                            most.accumulateAndGet(live.incrementAndGet(), Math::max);
                            live.decrementAndGet();
                            sessions.close(session.get());
                        }
                        refused += session.isEmpty() ? 1 : 0;
                    }
                    return refused;
                };
        List<Future<Integer>> results = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(5)) {
            for (int thread = 0; thread < 5; thread++) {
                results.add(threads.submit(storm));
            }
        }
        int refused = 0;
        for (Future<Integer> result : results) {
            refused += result.get();
        }
        assertThat(refused).isLessThan(100_000);
        assertThat(most.get()).isBetween(1, 3);
        assertThat(sessions.count()).isZero();
        assertThat(sessions.all()).isEmpty();
    }

    @Test
    void authentication_acceptsThePasswordAndNoOther() {
        var authentication = new Authentication();
        byte[] user = Session.DEFAULT_USER.getBytes(US_ASCII);
        assertThat(authentication.isRequired()).isFalse();
        assertThat(authentication.accepts(user, new byte[0])).isTrue();
        authentication.password("secret".getBytes(US_ASCII));
        assertThat(authentication.isRequired()).isTrue();
        assertThat(authentication.accepts(user, "secret".getBytes(US_ASCII))).isTrue();
        assertThat(authentication.accepts(user, "secreT".getBytes(US_ASCII))).isFalse();
        assertThat(authentication.accepts(user, new byte[32])).isFalse();
        assertThat(authentication.accepts(new byte[0], "secret".getBytes(US_ASCII))).isFalse();
        authentication.password(new byte[0]);
        assertThat(authentication.isRequired()).isFalse();
    }

    private Optional<Session> open() {
        return sessions.open(new SilentLink(), 0, true);
    }

    private static final class SilentLink implements Session.Link {
        @Override
        public String address() {
            return "127.0.0.1:1";
        }

        @Override
        public String localAddress() {
            return "127.0.0.1:2";
        }

        @Override
        public int descriptor() {
            return -1;
        }

        @Override
        public long inputBytes() {
            return 0;
        }

        @Override
        public long outputBytes() {
            return 0;
        }

        @Override
        public void close() {}

        @Override
        public void suspend(long forMs) {}

        @Override
        public void resume() {}

        @Override
        public void authenticated(boolean yes) {}

        @Override
        public void send(byte[] message) {}
    }
}
