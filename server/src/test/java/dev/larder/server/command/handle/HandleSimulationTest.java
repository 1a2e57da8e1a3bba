package dev.larder.server.command.handle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.stats.Counter;
import dev.larder.server.store.StoreConfig;
import dev.larder.server.testing.CommandHarness;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Goal: no stale handle is ever accepted, and no current one refused (H1 to H3), whatever happens to the
/// keys, also where the generations of slots run out all the time.
/// Method: a reference in plain Java that knows every handle ever given out and which value each of them
/// named; some dozens of keys in few slots, so that a slot has another tenant every few commands, with
/// generations of 10 bits. Old handles are tried in every way in which a handle can be used.
/// `-Dlarder.handles=N` sets how many commands are sent.
final class HandleSimulationTest {
    private static final int STEPS = Integer.getInteger("larder.handles", 2_000_000);
    private static final int VERIFY_EVERY = 100_000;
    private static final int GENERATION_BITS = 10;
    private static final int KEYS = 12;
    private static final int DATABASES = 3;
    private static final int ENTRIES_MAX = 20;
    private static final int SEEDS = 6;

    @ParameterizedTest
    @MethodSource("dev.larder.server.testing.Seeds#quick")
    void anyHistory_ofFewSlots_acceptsExactlyTheHandlesThatAreCurrent(long seed) {
        play(seed, GENERATION_BITS, STEPS / SEEDS);
    }

    @Test
    void anyHistory_withGenerationsThatLast_doesToo() {
        play(1, 31, STEPS / SEEDS);
    }

    private static void play(long seed, int generationBits, int steps) {
        StoreConfig config =
                StoreConfig.of(16 << 20)
                        .withShards(2)
                        .withMaxEntries(ENTRIES_MAX)
                        .checkedWithGenerationBits(generationBits);
        try (var server = new CommandHarness(config)) {
            var history = new History(server, new SplittableRandom(seed));
            for (int step = 1; step <= steps; step++) {
                history.step();
                if (step % VERIFY_EVERY == 0) {
                    assertThat(server.run("LARDER VERIFY")).isEqualTo("+OK\r\n");
                    history.tryAll();
                }
            }
            history.tryAll();
            System.out.printf(
                    "seed %d: %,d handles, %,d stale ones refused, %,d current ones accepted, %,d evictions%n",
                    seed, history.count, history.refused, history.accepted, history.evicted);
            assertThat(history.accepted).isPositive();
            assertThat(history.evicted)
                    .isPositive()
                    .isLessThanOrEqualTo(server.server().stats().counters().sum(Counter.EVICTIONS));
        }
    }

    /// A value that a key has: its number among all values ever, its text and its deadline.
    private record Value(int number, String text, long deadline) {}

    private static final class History {
        private final CommandHarness server;
        private final CommandHarness.Client client;
        private final SplittableRandom random;

        /// The values there are, by database and key.
        private final Map<String, Value>[] live;

        /// The handle of every value there ever was, by its number.
        private long[] handles = new long[1024];

        private final Set<Long> known = new HashSet<>();
        private int count;
        private int db;
        private long refused;
        private long accepted;
        private long evicted;

        @SuppressWarnings({"unchecked", "rawtypes"})
        History(CommandHarness server, SplittableRandom random) {
            this.server = server;
            this.client = server.first();
            this.random = random;
            this.live = new Map[DATABASES];
            Arrays.setAll(live, _ -> new HashMap<>());
        }

        void step() {
            forgetExpired();
            if (random.nextInt(8) == 0) {
                select(random.nextInt(DATABASES));
            }
            String key = key();
            switch (random.nextInt(26)) {
                case 0, 1, 2, 3 -> set(key);
                case 4 -> setOnHandle(key);
                case 5 -> append(key);
                case 6 -> increment(key);
                case 7 -> setrange(key);
                case 8 -> delete(key);
                case 9 -> transfer("RENAME", key);
                case 10 -> transfer("COPY", key);
                case 11 -> expire(key);
                case 12 -> persist(key);
                case 13 -> read(key);
                case 14 -> deleteOnHandle(key);
                case 15 -> expireOnHandle(key);
                case 16 -> database();
                case 17 -> pass();
                case 18, 19 -> tryForged();
                case 20, 21, 22 -> tryHandle(count - 1 - random.nextInt(Math.clamp(count, 1, 40)));
                default -> tryHandle(random.nextInt(Math.max(1, count)));
            }
        }

        private String key() {
            return "key:" + random.nextInt(KEYS);
        }

        private void select(int number) {
            db = number;
            expect("SELECT " + number, "+OK\r\n");
        }

        private void expect(String command, String reply) {
            assertThat(client.run(command)).as(command).isEqualTo(reply);
        }

        private void forgetExpired() {
            long now = server.clock().millis();
            for (Map<String, Value> database : live) {
                database.values().removeIf(value -> value.deadline() <= now);
            }
        }

        /// The value that the model has for `key`; none if the store has evicted it.
        private Value present(String key) {
            Value value = live[db].getOrDefault(key, new Value(-1, "", 0));
            boolean there = client.run("EXISTS " + key).equals(":1\r\n");
            if (value.number() >= 0 && !there) {
                live[db].remove(key);
                evicted++;
                return new Value(-1, "", 0);
            }
            assertThat(there).as("%s in %d", key, db).isEqualTo(value.number() >= 0);
            return value;
        }

        /// Notes that `key` has a new value, whose handle is one that nobody has had.
        private void wrote(String key, String text, long deadline) {
            long handle = integer(client.run("HANDLE OF " + key).substring("*1\r\n".length()));
            wrote(key, text, deadline, handle);
        }

        private void wrote(String key, String text, long deadline, long handle) {
            assertThat(handle).as("handle").isPositive();
            assertThat(known.add(handle)).as("%d is new", handle).isTrue();
            if (count == handles.length) {
                handles = Arrays.copyOf(handles, count * 2);
            }
            handles[count] = handle;
            live[db].put(key, new Value(count++, text, deadline));
        }

        private static long integer(String reply) {
            assertThat(reply).startsWith(":");
            return Long.parseLong(reply.substring(1, reply.length() - 2));
        }

        private String text() {
            String text = "v" + count;
            return switch (random.nextInt(4)) {
                case 0 -> String.valueOf(random.nextInt());
                case 1 -> text.repeat(1 + random.nextInt(60));
                case 2 -> "a value that many keys have, ".repeat(4);
                default -> text;
            };
        }

        private void set(String key) {
            String text = text();
            boolean timed = random.nextInt(3) == 0;
            long ttl = 1L + random.nextInt(400);
            String reply =
                    timed
                            ? client.send("SET", key, text, "PX", "" + ttl, "RETHANDLE")
                            : client.send("SET", key, text, "RETHANDLE");
            long deadline = timed ? server.clock().millis() + ttl : Long.MAX_VALUE;
            wrote(key, text, deadline, integer(reply));
        }

        private long someHandle(String key) {
            Value value = live[db].getOrDefault(key, new Value(-1, "", 0));
            if (random.nextInt(8) == 0) {
                return 0;
            }
            return value.number() >= 0 && random.nextBoolean()
                    ? handles[value.number()]
                    : handles[random.nextInt(Math.max(1, count))];
        }

        private boolean isCurrent(Value value, long handle) {
            return value.number() >= 0 && handles[value.number()] == handle;
        }

        private void setOnHandle(String key) {
            Value before = present(key);
            long handle = someHandle(key);
            boolean sets = isCurrent(before, handle) || (before.number() < 0 && handle == 0);
            String text = text();
            String reply = client.send("SET", key, text, "IFHANDLE", "" + handle);
            assertThat(reply).isEqualTo(sets ? "+OK\r\n" : "$-1\r\n");
            if (sets) {
                wrote(key, text, Long.MAX_VALUE);
            } else {
                unchanged(key, before);
            }
        }

        private void append(String key) {
            Value before = present(key);
            String text = before.text() + "+";
            expect("APPEND " + key + " +", ":" + text.length() + "\r\n");
            wrote(key, text, before.number() < 0 ? Long.MAX_VALUE : before.deadline());
        }

        private void increment(String key) {
            Value before = present(key);
            boolean counts = before.number() < 0 || before.text().matches("-?[0-9]{1,15}");
            String reply = client.run("INCR " + key);
            if (!counts) {
                assertThat(reply).startsWith("-ERR");
                unchanged(key, before);
                return;
            }
            long sum = 1 + (before.number() < 0 ? 0 : Long.parseLong(before.text()));
            assertThat(integer(reply)).isEqualTo(sum);
            wrote(key, "" + sum, before.number() < 0 ? Long.MAX_VALUE : before.deadline());
        }

        private void setrange(String key) {
            Value before = present(key);
            if (before.number() >= 0) {
                expect("SETRANGE " + key + " 0 w", ":" + before.text().length() + "\r\n");
                wrote(key, "w" + before.text().substring(1), before.deadline());
            }
        }

        private void delete(String key) {
            Value before = present(key);
            expect("DEL " + key, before.number() < 0 ? ":0\r\n" : ":1\r\n");
            live[db].remove(key);
        }

        private void transfer(String command, String key) {
            String other = key();
            Value before = present(key);
            if (before.number() < 0 || key.equals(other)) {
                return;
            }
            boolean copies = command.equals("COPY");
            String reply =
                    client.run(command + " " + key + " " + other + (copies ? " REPLACE" : ""));
            if (reply.equals(":0\r\n") || reply.startsWith("-ERR no such key")) {
                // Room for the other key was made by evicting this one.
                assertThat(present(key).number()).isNegative();
                return;
            }
            assertThat(reply).isEqualTo(copies ? ":1\r\n" : "+OK\r\n");
            if (!copies) {
                live[db].remove(key);
            }
            wrote(other, before.text(), before.deadline());
            if (copies) {
                unchanged(key, present(key));
            }
        }

        private void expire(String key) {
            Value before = present(key);
            if (before.number() >= 0) {
                long ttl = random.nextInt(300) - 20L;
                expect("PEXPIRE " + key + " " + ttl, ":1\r\n");
                expires(key, before, ttl);
            }
        }

        private void expires(String key, Value before, long ttl) {
            if (ttl <= 0) {
                live[db].remove(key);
                return;
            }
            long deadline = server.clock().millis() + ttl;
            var after = new Value(before.number(), before.text(), deadline);
            live[db].put(key, after);
            unchanged(key, after);
        }

        private void persist(String key) {
            Value before = present(key);
            if (before.number() >= 0) {
                boolean timed = before.deadline() != Long.MAX_VALUE;
                expect("PERSIST " + key, timed ? ":1\r\n" : ":0\r\n");
                var after = new Value(before.number(), before.text(), Long.MAX_VALUE);
                live[db].put(key, after);
                unchanged(key, after);
            }
        }

        private void read(String key) {
            Value before = present(key);
            expect("GET " + key, bulk(before));
            client.run("TOUCH " + key);
            client.run("OBJECT ENCODING " + key);
            if (before.number() >= 0) {
                String fetched = ":" + handles[before.number()] + "\r\n" + bulk(before);
                expect("HANDLE FETCH " + key, "*1\r\n*2\r\n" + fetched);
                unchanged(key, before);
            }
        }

        private static String bulk(Value value) {
            return value.number() < 0
                    ? "$-1\r\n"
                    : "$" + value.text().length() + "\r\n" + value.text() + "\r\n";
        }

        private void deleteOnHandle(String key) {
            Value before = present(key);
            long handle = someHandle(key);
            boolean deletes = isCurrent(before, handle);
            expect("DELIF " + key + " " + handle, deletes ? ":1\r\n" : ":0\r\n");
            if (deletes) {
                live[db].remove(key);
            } else {
                unchanged(key, before);
            }
        }

        private void expireOnHandle(String key) {
            Value before = present(key);
            long handle = someHandle(key);
            long ttl = random.nextInt(300) - 20L;
            boolean expires = isCurrent(before, handle);
            expect("EXPIREIF " + key + " " + handle + " " + ttl, expires ? ":1\r\n" : ":0\r\n");
            if (expires) {
                expires(key, before, ttl);
            } else {
                unchanged(key, before);
            }
        }

        private void database() {
            int other = random.nextInt(DATABASES);
            if (random.nextInt(20) == 0) {
                expect("FLUSHDB ASYNC", "+OK\r\n");
                live[db].clear();
            } else if (random.nextInt(4) == 0) {
                expect("SWAPDB " + db + " " + other, "+OK\r\n");
                Map<String, Value> kept = live[db];
                live[db] = live[other];
                live[other] = kept;
            }
        }

        private void pass() {
            server.clock().advanceMs(random.nextInt(60));
            if (random.nextBoolean()) {
                server.server().store().tick(0, server.clock().millis());
            }
        }

        private void unchanged(String key, Value value) {
            if (value.number() >= 0) {
                expect("HANDLE OF " + key, "*1\r\n:" + handles[value.number()] + "\r\n");
            }
        }

        /// A handle that was given out at any time: good exactly if its value is there.
        private void tryHandle(int number) {
            if (number < 0) {
                return;
            }
            long handle = handles[number];
            String holder = "";
            for (Map.Entry<String, Value> entry : live[db].entrySet()) {
                if (entry.getValue().number() == number) {
                    holder = entry.getKey();
                }
            }
            Value value = holder.isEmpty() ? new Value(-1, "", 0) : present(holder);
            if (value.number() < 0) {
                expectStale(handle);
                refused++;
                return;
            }
            expect("HANDLE CHECK " + handle, "*1\r\n:1\r\n");
            expect("HANDLE GET " + handle, "*1\r\n" + bulk(value));
            expect("HANDLE KEY " + handle, "$" + holder.length() + "\r\n" + holder + "\r\n");
            accepted++;
        }

        private void expectStale(long handle) {
            assertThat(client.run("HANDLE CHECK " + handle))
                    .as("handle %d", handle)
                    .isEqualTo("*1\r\n:0\r\n");
            expect("HANDLE GET " + handle, "*1\r\n$-1\r\n");
            expect("HANDLE KEY " + handle, "$-1\r\n");
        }

        /// Numbers that nobody was given; one of them may happen to be current, but leads to no other value.
        private void tryForged() {
            long handle =
                    switch (random.nextInt(4)) {
                        case 0 -> random.nextLong();
                        case 1 -> -handles[random.nextInt(Math.max(1, count))];
                        case 2 ->
                                handles[random.nextInt(Math.max(1, count))]
                                        ^ 1L << random.nextInt(64);
                        default -> random.nextInt(64) - 32L;
                    };
            if (!known.contains(handle)) {
                expectStale(handle);
            }
        }

        /// All handles at once.
        void tryAll() {
            forgetExpired();
            int current = 0;
            var all = new StringBuilder("HANDLE CHECK");
            int from = Math.max(0, count - 30_000);
            for (int number = from; number < count; number++) {
                all.append(' ').append(handles[number]);
            }
            for (Map.Entry<String, Value> entry : Map.copyOf(live[db]).entrySet()) {
                current += present(entry.getKey()).number() >= from ? 1 : 0;
            }
            byte[] reply = client.send(all.toString().split(" ")).getBytes(ISO_8859_1);
            int ones = 0;
            for (int at = 2; at < reply.length; at++) {
                ones += reply[at - 1] == ':' && reply[at] == '1' ? 1 : 0;
            }
            assertThat(ones).isEqualTo(current);
        }
    }
}
