package dev.larder.server.command.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.CommandHarness;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LarderWhyTest {
    private final CommandHarness server = new CommandHarness();

    @AfterEach
    void close() {
        assertThat(server.run("LARDER VERIFY")).isEqualTo("+OK\r\n");
        server.close();
    }

    /// The reply without what only framing needs: `deleted at-ms 5 ago-ms 0 probable 0`.
    private static String why(CommandHarness server, String key) {
        return server.run("LARDER WHY " + key)
                .replaceAll("[$*]-?\\d+\r\n", "")
                .replaceAll("(?m)^:", "")
                .strip()
                .replaceAll("\r\n", " ");
    }

    private String why(String key) {
        return why(server, key);
    }

    private String at(long agoMs) {
        return "at-ms " + (server.clock().millis() - agoMs) + " ago-ms " + agoMs + " probable 0";
    }

    @Test
    void why_ofAKeyThatIsThere_isLive() {
        server.run("SET k v");
        server.clock().advanceMs(7);
        String handle = server.run("HANDLE OF k").split("\r\n", -1)[1].substring(1);
        assertThat(why("k")).isEqualTo("live handle " + handle + " idle-ms 7");
    }

    @Test
    void why_ofAKeyThatNobodyWrote_isNeverSeen() {
        assertThat(why("k")).isEqualTo("never-seen probable 0");
        assertThat(server.run("LARDER WHY k"))
                .isEqualTo("*2\r\n$10\r\nnever-seen\r\n*2\r\n$8\r\nprobable\r\n:0\r\n");
        server.run("HELLO 3");
        assertThat(server.run("LARDER WHY k"))
                .isEqualTo("*2\r\n$10\r\nnever-seen\r\n%1\r\n$8\r\nprobable\r\n:0\r\n");
    }

    @Test
    void why_afterADelete_tellsWhen() {
        server.run("SET k v");
        server.run("DEL k");
        server.clock().advanceMs(1_234);
        assertThat(why("k")).isEqualTo("deleted " + at(1_234));
        server.run("SET k v");
        server.run("GETDEL k");
        assertThat(why("k")).isEqualTo("deleted " + at(0));
        server.run("SET k v");
        server.run("RENAME k other");
        assertThat(why("k")).isEqualTo("deleted " + at(0));
        assertThat(why("other")).startsWith("live");
    }

    @Test
    void why_afterItsTime_tellsTheDeadlineWhoeverNoticed() {
        server.run("SET asked v PX 100");
        server.run("SET swept v PX 100");
        server.clock().advanceMs(5_000);
        assertThat(why("asked")).isEqualTo("expired " + at(4_900));
        while (server.server().store().tick(0, server.clock().millis())) {
            Thread.onSpinWait();
        }
        assertThat(why("swept")).isEqualTo("expired " + at(4_900));
        server.run("SET past v");
        server.run("EXPIRE past -1");
        assertThat(why("past")).isEqualTo("expired " + at(0));
    }

    @Test
    void why_afterAFlush_isFlushedSweptOrNot() {
        server.run("SET k v");
        server.run("SET swept v");
        server.run("SELECT 1");
        server.run("SET k other");
        server.run("SELECT 0");
        server.clock().advanceMs(10);
        server.run("FLUSHDB ASYNC");
        server.clock().advanceMs(50);
        assertThat(why("k")).isEqualTo("flushed " + at(50));
        assertThat(why("none")).isEqualTo("never-seen probable 0");
        server.server().store().awaitSwept();
        assertThat(why("swept")).isEqualTo("flushed " + at(50));
        server.run("SELECT 1");
        assertThat(why("k")).startsWith("live");
    }

    @Test
    void why_ofAKeyThatLivedAgainAfterAFlush_tellsTheLaterEnd() {
        server.run("SET k v");
        server.run("FLUSHDB ASYNC");
        server.clock().advanceMs(10);
        server.run("SET k v");
        server.run("DEL k");
        server.server().store().awaitSwept();
        assertThat(why("k")).isEqualTo("deleted " + at(0));
    }

    @Test
    void why_afterAnInvalidation_namesTheTag() {
        server.run("SET asked v TAGS 2 a prices");
        server.run("SET swept v TAGS 2 prices z");
        server.run("SET other v TAGS 1 a");
        server.run("TAG INVALIDATE prices");
        assertThat(why("asked")).isEqualTo("invalidated tag prices " + at(0));
        server.server().store().awaitSwept();
        server.clock().advanceMs(10);
        assertThat(why("swept")).startsWith("invalidated tag prices at-ms ").endsWith("probable 0");
        assertThat(why("other")).startsWith("live");
    }

    @Test
    void why_afterAnInvalidation_namesThePrefixThatWasNamed() {
        try (var deep = new CommandHarness(Map.of("prefix-depth", "2"))) {
            deep.run("SET a:b:1 v");
            deep.run("SET a:c:1 v");
            deep.run("PREFIX INVALIDATE a:b:");
            assertThat(why(deep, "a:b:1")).startsWith("invalidated prefix a:b: at-ms ");
            deep.run("PREFIX INVALIDATE a: SOFT");
            assertThat(why(deep, "a:c:1")).startsWith("invalidated prefix a: at-ms ");
        }
    }

    @Test
    void why_afterAnEviction_tellsForHowLongItWasIdle() {
        try (var small = new CommandHarness(Map.of("max-entries", "1", "why-max", "4096"))) {
            small.run("SET k v");
            small.clock().advanceMs(6_400);
            small.run("SET other v");
            small.clock().advanceMs(3);
            long atMs = small.clock().millis() - 3;
            assertThat(why(small, "k"))
                    .isEqualTo("evicted idle-ms 6400 at-ms " + atMs + " ago-ms 3 probable 0");
        }
    }

    @Test
    void why_ofAKeyThatIsBeingFilled_isLeasedOrAbsent() {
        String lease = server.run("LEASE GET k 1000");
        String token = lease.split("\r\n", -1)[3].substring(1);
        server.clock().advanceMs(100);
        assertThat(why("k")).isEqualTo("leased left-ms 900");
        server.run("LEASE ABSENT k " + token + " PX 500");
        assertThat(why("k")).isEqualTo("absent left-ms 500");
        server.clock().advanceMs(600);
        assertThat(why("k")).isEqualTo("expired " + at(100));
    }

    @Test
    void why_ofAStaleValue_isExpiredSinceItsTime() {
        String lease = server.run("LEASE GET k 1000");
        String token = lease.split("\r\n", -1)[3].substring(1);
        server.run("LEASE SET k " + token + " v PX 100 GRACE 1000");
        server.clock().advanceMs(150);
        assertThat(why("k")).isEqualTo("expired " + at(50));
        server.clock().advanceMs(5_000);
        assertThat(why("k")).isEqualTo("expired " + at(5_050));
    }

    @Test
    void why_countsNothingAndIsNoUse() {
        server.run("SET k v");
        server.clock().advanceMs(20);
        server.run("LARDER WHY k");
        server.run("LARDER WHY none");
        assertThat(why("k")).endsWith("idle-ms 20");
        assertThat(server.run("INFO stats"))
                .contains("keyspace_hits:0\r\n")
                .contains("keyspace_misses:0\r\n");
    }

    @Test
    void why_whenNothingIsRemembered_isUnknown() {
        server.run("SET k v");
        assertThat(server.run("CONFIG SET why-max 0")).isEqualTo("+OK\r\n");
        server.run("DEL k");
        assertThat(why("k")).isEqualTo("unknown probable 1");
        assertThat(server.run("CONFIG SET why-max 1000")).isEqualTo("+OK\r\n");
        assertThat(why("k")).isEqualTo("never-seen probable 1");
    }

    @Test
    void why_afterASwap_isProbable() {
        server.run("SET k v");
        server.run("DEL k");
        server.run("SWAPDB 0 1");
        assertThat(why("k")).endsWith("probable 1");
        assertThat(why("none")).isEqualTo("never-seen probable 1");
    }

    @Test
    void why_ofMoreThanIsRemembered_isProbable() {
        try (var small = new CommandHarness(Map.of("why-max", "1"))) {
            int lost = 0;
            for (int key = 0; key < 500; key++) {
                small.run("SET k" + key + " v");
                small.run("DEL k" + key);
            }
            for (int key = 0; key < 500; key++) {
                String why = why(small, "k" + key);
                lost += why.equals("never-seen probable 1") ? 1 : 0;
                assertThat(why).isNotEqualTo("never-seen probable 0");
            }
            assertThat(lost).isBetween(450, 499);
        }
    }

    /// Goal: what is told of a key is how it ended last. Method: a reference in plain Java that remembers that of every
    /// key; the server has room for all of them.
    @ParameterizedTest
    @MethodSource("dev.larder.server.testing.Seeds#quick")
    void anyHistory_isToldAsTheReferencePredicts(long seed) {
        var history = new History(server, new SplittableRandom(seed));
        for (int step = 0; step < 6_000; step++) {
            history.step();
        }
        history.checkAll();
    }

    private static final class History {
        private static final int KEYS = 40;

        private final CommandHarness server;
        private final SplittableRandom random;

        /// What is told of a key; of one that is not here, that it was never seen.
        private final Map<String, String> told = new HashMap<>();

        /// The keys that are there, and their tags.
        private final Map<String, String> tags = new HashMap<>();

        private final Map<String, Long> deadlines = new HashMap<>();

        History(CommandHarness server, SplittableRandom random) {
            this.server = server;
            this.random = random;
        }

        private String key() {
            return name(random.nextInt(KEYS));
        }

        void step() {
            server.clock().advanceMs(1 + random.nextInt(20));
            expire();
            String key = key();
            switch (random.nextInt(24)) {
                case 0 -> {
                    settle();
                    String tag = "t" + random.nextInt(4);
                    server.run("TAG INVALIDATE " + tag);
                    endAll("invalidated tag " + tag, one -> tagOf(one).equals(tag));
                }
                case 1 -> {
                    settle();
                    String prefix = "p" + random.nextInt(3) + ":";
                    server.run("PREFIX INVALIDATE " + prefix);
                    endAll("invalidated prefix " + prefix, one -> one.startsWith(prefix));
                }
                case 2 -> {
                    settle();
                    server.run(random.nextBoolean() ? "FLUSHDB ASYNC" : "FLUSHALL");
                    endAll("flushed", _ -> true);
                }
                case 3, 4, 5, 6 -> {
                    server.run("DEL " + key);
                    endAll("deleted", key::equals);
                }
                case 7, 8 -> server.server().store().tick(0, server.clock().millis());
                case 9, 10, 11, 12 -> check(key);
                default -> set(key);
            }
        }

        private void set(String key) {
            long ttl = 1L + random.nextInt(400);
            String tag = "t" + random.nextInt(4);
            boolean isTimed = random.nextBoolean();
            server.run("SET " + key + " v TAGS 1 " + tag + (isTimed ? " PX " + ttl : ""));
            tags.put(key, tag);
            deadlines.remove(key);
            if (isTimed) {
                deadlines.put(key, server.clock().millis() + ttl);
            }
            told.put(key, "live");
        }

        private String tagOf(String key) {
            return tags.getOrDefault(key, "");
        }

        /// Frees what is over, so that nothing is over for two reasons: the server does not know which was first.
        private void settle() {
            for (int number = 0; number < KEYS; number++) {
                server.run("EXISTS " + name(number));
            }
            server.server().store().awaitSwept();
        }

        private static String name(int number) {
            return "p" + number % 3 + ":" + number;
        }

        private void endAll(String how, Predicate<String> whose) {
            for (String key : List.copyOf(tags.keySet())) {
                if (whose.test(key)) {
                    told.put(key, how);
                    tags.remove(key);
                    deadlines.remove(key);
                }
            }
        }

        private void expire() {
            long nowMs = server.clock().millis();
            endAll("expired", key -> deadlines.getOrDefault(key, Long.MAX_VALUE) <= nowMs);
        }

        void checkAll() {
            for (int number = 0; number < KEYS; number++) {
                check(name(number));
            }
        }

        private void check(String key) {
            String expected = told.getOrDefault(key, "never-seen");
            assertThat(why(server, key)).as("why %s", key).startsWith(expected + " ");
        }
    }
}
