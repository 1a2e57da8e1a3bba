package dev.larder.server.command.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.store.StoreConfig;
import dev.larder.server.testing.CommandHarness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Goal: for any history of fillers, waiters, plain commands, disconnections and time, each key has at most one
/// filler, a token is good exactly as long as its lease, and waiters are served in their order.
/// Method: a reference in plain Java that knows each key's value, lease and queue, and predicts every reply.
/// Time passes in steps of 32 ms while every deadline lies between two steps, so what the wheel ends a tick
/// late is over at the next look for both.
final class LeaseSimulationTest {
    private static final int STEPS = Integer.getInteger("larder.steps", 60_000);
    private static final int VERIFY_EVERY = 2_000;
    private static final int KEYS = 5;
    private static final int CLIENTS = 9;
    private static final int STEP_MS = 32;
    private static final int BETWEEN_MS = 16;
    private static final String NIL = "$-1\r\n";

    @ParameterizedTest
    @MethodSource("dev.larder.server.testing.Seeds#quick")
    void anyHistory_isAsTheReferencePredicts(long seed) {
        StoreConfig config = StoreConfig.of(16 << 20).withShards(2).checkedWithGenerationBits(7);
        try (var server = new CommandHarness(config)) {
            server.clock().setMillis(server.clock().millis() / STEP_MS * STEP_MS);
            var history = new History(server, new SplittableRandom(seed));
            for (int step = 1; step <= STEPS; step++) {
                history.step();
                if (step % VERIFY_EVERY == 0) {
                    history.verify();
                }
            }
            System.out.printf(
                    "seed %d: %,d leases, %,d filled, %,d passed on to a waiter, %,d refused%n",
                    seed, history.granted, history.filled, history.passedOn, history.refused);
            assertThat(history.passedOn).isPositive();
            assertThat(history.filled).isPositive();
        }
    }

    /// Somebody who may fill a key, and for how long.
    private record Lease(long token, long until, int client) {}

    /// One who waits.
    private record Waiting(int client, long ttlMs, long until) {}

    /// A key as the reference knows it.
    private static final class Key {
        private Optional<String> value = Optional.empty();
        private boolean isAbsent;
        private long soft = Long.MAX_VALUE;
        private long hard = Long.MAX_VALUE;
        private Optional<Lease> lease = Optional.empty();
        private final List<Waiting> queue = new ArrayList<>();

        /// A value, or that there is none.
        boolean isFilled() {
            return value.isPresent() || isAbsent;
        }

        void clear() {
            value = Optional.empty();
            isAbsent = false;
            soft = Long.MAX_VALUE;
            hard = Long.MAX_VALUE;
        }
    }

    private static final class History {
        private final CommandHarness server;
        private final SplittableRandom random;
        private final Map<String, Key> keys = new HashMap<>();
        private final CommandHarness.Client[] clients = new CommandHarness.Client[CLIENTS];
        private final String[] waitsFor = new String[CLIENTS];
        private final Waiting[] waiting = new Waiting[CLIENTS];

        /// What the key's lease is called until the waiter who got it has told.
        private final Map<Integer, String> passed = new HashMap<>();

        private final List<Long> tokens = new ArrayList<>();
        private final Set<Long> known = new HashSet<>();
        private long granted;
        private long filled;
        private long passedOn;
        private long refused;

        History(CommandHarness server, SplittableRandom random) {
            this.server = server;
            this.random = random;
            for (int number = 0; number < CLIENTS; number++) {
                clients[number] = server.client();
                waitsFor[number] = "";
            }
            for (int number = 0; number < KEYS; number++) {
                keys.put("k" + number, new Key());
            }
            tokens.add(1L);
        }

        void step() {
            String name = "k" + random.nextInt(KEYS);
            switch (random.nextInt(16)) {
                case 0, 1, 2, 3, 4 -> get(name);
                case 5, 6 -> fill(name);
                case 7 -> absent(name);
                case 8 -> drop(name);
                case 9 -> renew(name);
                case 10 -> plainGet(name);
                case 11 -> delete(name);
                case 12 -> rarely(name);
                default -> pass();
            }
            goOn();
        }

        private Key key(String name) {
            return Optional.ofNullable(keys.get(name)).orElseThrow();
        }

        private long now() {
            return server.clock().millis();
        }

        private long ms(int steps) {
            return (long) random.nextInt(steps) * STEP_MS + BETWEEN_MS;
        }

        private void expect(String command, String reply) {
            assertThat(server.run(command)).as(command).isEqualTo(reply);
        }

        private static String bulk(String text) {
            return "$" + text.length() + "\r\n" + text + "\r\n";
        }

        /// A client that does not wait, asked for the key.
        private void get(String name) {
            int number = random.nextInt(CLIENTS);
            if (!waitsFor[number].isEmpty()) {
                return;
            }
            long ttl = ms(12);
            long wait = random.nextBoolean() ? ms(8) : 0;
            String reply =
                    clients[number].run(
                            "LEASE GET " + name + " " + ttl + (wait > 0 ? " WAIT " + wait : ""));
            answered(number, name, new Waiting(number, ttl, now() + wait), reply);
        }

        /// Checks the reply that a client gets for asking, or that it gets none.
        private void answered(int number, String name, Waiting wish, String reply) {
            Key key = key(name);
            boolean leased = key.lease.isPresent();
            waitsFor[number] = "";
            if (key.isFilled() && key.soft > now()) {
                String expected =
                        key.isAbsent
                                ? "*1\r\n$6\r\nabsent\r\n"
                                : "*3\r\n$3\r\nhit\r\n" + bulk(key.value.orElseThrow()) + ":";
                assertThat(reply).startsWith(expected);
            } else if (key.isFilled() && leased) {
                assertThat(reply)
                        .isEqualTo("*2\r\n$5\r\nstale\r\n" + bulk(key.value.orElseThrow()));
            } else if (leased && wish.until() > now()) {
                assertThat(reply).isEmpty();
                key.queue.add(wish);
                waitsFor[number] = name;
                waiting[number] = wish;
            } else if (leased) {
                long left = key.lease.orElseThrow().until() - now();
                assertThat(reply).isEqualTo("*2\r\n$4\r\nwait\r\n:" + left + "\r\n");
            } else {
                granted(key, wish, reply);
            }
        }

        private void granted(Key key, Waiting wish, String reply) {
            int words = key.isFilled() ? 3 : 2;
            assertThat(reply).startsWith("*" + words + "\r\n$5\r\nlease\r\n:");
            String[] lines = reply.split("\r\n", -1);
            long token = Long.parseLong(lines[3].substring(1));
            assertThat(known.add(token)).as("token %d is new", token).isTrue();
            if (words == 3) {
                assertThat(reply).endsWith(bulk(key.value.orElseThrow()));
            }
            tokens.add(token);
            key.lease = Optional.of(new Lease(token, now() + wish.ttlMs(), wish.client()));
            granted++;
        }

        private long token(Key key) {
            return key.lease.isPresent() && random.nextInt(4) > 0
                    ? key.lease.orElseThrow().token()
                    : tokens.get(random.nextInt(tokens.size()));
        }

        private boolean isHeld(Key key, long token) {
            boolean isHeld = key.lease.isPresent() && key.lease.orElseThrow().token() == token;
            refused += isHeld ? 0 : 1;
            return isHeld;
        }

        private void fill(String name) {
            Key key = key(name);
            long token = token(key);
            long ttl = ms(6);
            long grace = (long) random.nextInt(6) * STEP_MS;
            String value = "v" + random.nextInt(1000) + "x".repeat(random.nextInt(200));
            boolean holds = isHeld(key, token);
            String options = " PX " + ttl + (grace > 0 ? " GRACE " + grace : "");
            expect(
                    "LEASE SET " + name + " " + token + " " + value + options,
                    holds ? "+OK\r\n" : NIL);
            if (holds) {
                set(key, value);
                key.soft = now() + ttl;
                key.hard = key.soft + grace;
                filled++;
            }
        }

        /// The key has a value, and those who waited are free.
        private void set(Key key, String value) {
            key.clear();
            key.value = Optional.of(value);
            key.lease = Optional.empty();
            key.queue.clear();
        }

        private void absent(String name) {
            Key key = key(name);
            long token = token(key);
            long ttl = ms(6);
            boolean holds = isHeld(key, token);
            expect("LEASE ABSENT " + name + " " + token + " PX " + ttl, holds ? "+OK\r\n" : NIL);
            if (holds) {
                set(key, "");
                key.value = Optional.empty();
                key.isAbsent = true;
                key.soft = now() + ttl;
                key.hard = key.soft;
            }
        }

        private void drop(String name) {
            Key key = key(name);
            long token = token(key);
            boolean holds = isHeld(key, token);
            expect("LEASE DROP " + name + " " + token, holds ? ":1\r\n" : ":0\r\n");
            if (holds) {
                endLease(name, key);
            }
        }

        private void renew(String name) {
            Key key = key(name);
            long token = token(key);
            long ttl = ms(10);
            boolean holds = isHeld(key, token);
            expect("LEASE RENEW " + name + " " + token + " " + ttl, holds ? ":1\r\n" : ":0\r\n");
            if (holds) {
                Lease before = key.lease.orElseThrow();
                key.lease = Optional.of(new Lease(token, now() + ttl, before.client()));
            }
        }

        /// The lease goes to the first who waits, or is over.
        private void endLease(String name, Key key) {
            key.lease = Optional.empty();
            if (!key.queue.isEmpty()) {
                Waiting first = key.queue.removeFirst();
                passed.put(first.client(), name);
                // The token is told when the client goes on; until then nobody can know it.
                key.lease = Optional.of(new Lease(-1, now() + first.ttlMs(), first.client()));
                passedOn++;
            }
        }

        private void plainGet(String name) {
            Key key = key(name);
            boolean seen = key.value.isPresent() && key.soft > now();
            expect("GET " + name, seen ? bulk(key.value.orElseThrow()) : NIL);
        }

        private void delete(String name) {
            Key key = key(name);
            boolean seen = key.value.isPresent() && key.soft > now();
            expect("DEL " + name, seen ? ":1\r\n" : ":0\r\n");
            if (key.isFilled()) {
                key.clear();
                key.lease = Optional.empty();
            } else if (key.lease.isPresent()) {
                endLease(name, key);
            }
        }

        private void rarely(String name) {
            switch (random.nextInt(6)) {
                case 0 -> {
                    expect("FLUSHALL", "+OK\r\n");
                    server.server().store().awaitSwept();
                    for (Key key : keys.values()) {
                        key.clear();
                        key.lease = Optional.empty();
                        key.queue.clear();
                    }
                }
                case 1, 2 -> {
                    expect("SET " + name + " plain", "+OK\r\n");
                    set(key(name), "plain");
                }
                default -> close(random.nextInt(CLIENTS));
            }
        }

        /// A connection ends, and with it its place in a queue and its leases.
        private void close(int number) {
            clients[number].close();
            clients[number] = server.client();
            waitsFor[number] = "";
            passed.remove(number);
            keys.values().forEach(key -> key.queue.removeIf(one -> one.client() == number));
            keys.forEach((name, key) -> {
                if (key.lease.isPresent() && key.lease.orElseThrow().client() == number) {
                    endLease(name, key);
                }
            });
        }

        private void pass() {
            server.clock().advanceMs((long) random.nextInt(4) * STEP_MS);
            while (server.server().store().tick(0, now())) {
                Thread.onSpinWait();
            }
            keys.forEach((name, key) -> {
                if (key.lease.isPresent() && key.lease.orElseThrow().until() <= now()) {
                    key.lease = Optional.empty();
                    if (!key.isFilled()) {
                        endLease(name, key);
                    }
                }
                if (key.isFilled() && key.hard <= now()) {
                    key.clear();
                }
            });
        }

        /// Everybody who waits looks again.
        private void goOn() {
            for (int number = 0; number < CLIENTS; number++) {
                String name = waitsFor[number];
                if (name.isEmpty()) {
                    continue;
                }
                Waiting wish = waiting[number];
                Key key = key(name);
                String reply = clients[number].goOn();
                if (passed.remove(number) != null) {
                    told(number, key, reply);
                } else if (key.queue.contains(wish) && wish.until() > now()) {
                    assertThat(reply).isEmpty();
                } else {
                    key.queue.remove(wish);
                    answered(number, name, wish, reply);
                }
            }
        }

        /// A waiter learns the token of the lease that was passed on to it. Meanwhile it may have been lost.
        private void told(int number, Key key, String reply) {
            waitsFor[number] = "";
            assertThat(reply).startsWith("*2\r\n$5\r\nlease\r\n:");
            long token = Long.parseLong(reply.split("\r\n", -1)[3].substring(1));
            assertThat(known.add(token)).as("token %d is new", token).isTrue();
            tokens.add(token);
            granted++;
            Lease lease = key.lease.orElse(new Lease(0, 0, -1));
            if (lease.token() == -1 && lease.client() == number) {
                key.lease = Optional.of(new Lease(token, lease.until(), number));
            }
        }

        void verify() {
            expect("LARDER VERIFY", "+OK\r\n");
            long leases =
                    keys.values().stream()
                            .filter(key -> key.lease.isPresent() && !key.isFilled())
                            .count();
            long waiters = keys.values().stream().mapToInt(key -> key.queue.size()).sum();
            assertThat(server.run("INFO stats"))
                    .contains("leases:" + leases + "\r\n")
                    .contains("lease_waiters:" + waiters + "\r\n");
            long seen = keys.values().stream().filter(key -> key.value.isPresent()).count();
            expect("DBSIZE", ":" + seen + "\r\n");
        }
    }
}
