package dev.larder.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.command.KeyHistory.Call;
import dev.larder.server.command.KeyHistory.Verb;
import dev.larder.server.stats.Counter;
import dev.larder.server.store.StoreConfig;
import dev.larder.server.store.evict.EvictionPolicies;
import dev.larder.server.testing.CommandHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Goal: whatever several clients do to one key at a time, each call takes effect at one moment between
/// its request and its reply.
/// Method: three event loops call the real commands on eight keys; every key's calls and replies are a
/// history, which [KeyHistory] must be able to explain. A fourth loop may keep memory short meanwhile, so
/// that writes leave their shard to make room and values are moved under the readers.
@Timeout(120)
final class LinearizabilityConcurrencyTest {
    private static final int THREADS = 3;
    private static final int KEYS = 8;
    private static final int PER_KEY = KeyHistory.CALLS_MAX / THREADS;
    private static final int CALLS = KEYS * (PER_KEY - 1);
    private static final int ROUNDS = Integer.getInteger("larder.histories", 20_000) / KEYS;
    private static final int SPINS = 2_000;
    private static final Verb[] VERBS = Verb.values();

    @Test
    void callsOnOneKey_fromSeveralLoops_haveOneOrder() throws Exception {
        StoreConfig config = StoreConfig.of(64 << 20).withShards(4).withStripes(THREADS);
        try (var server = new CommandHarness(config)) {
            var run = new Run(server, ROUNDS, false);
            run.start();
            run.assertMeaningful();
        }
    }

    @Test
    void callsOnOneKey_whileMemoryIsShortAndValuesMove_haveOneOrder() throws Exception {
        StoreConfig config =
                StoreConfig.of(6 << 20)
                        .withShards(4)
                        .withStripes(THREADS + 1)
                        .withPolicy(EvictionPolicies.VOLATILE_LRU);
        try (var server = new CommandHarness(config)) {
            var run = new Run(server, ROUNDS / 4, true);
            run.start();
            run.assertMeaningful();
            assertThat(server.server().stats().counters().sum(Counter.EVICTIONS))
                    .as("evictions meanwhile")
                    .isGreaterThan(1_000);
        }
    }

    /// Rounds of calls, each followed by the judgement of what was seen in it.
    private static final class Run {
        private final CommandHarness server;
        private final int rounds;
        private final boolean shortOfMemory;
        private final List<List<List<Call>>> calls = new ArrayList<>();
        private final AtomicInteger arrived = new AtomicInteger();
        private final AtomicBoolean over = new AtomicBoolean();
        private final LongAdder histories = new LongAdder();
        private final LongAdder overlaps = new LongAdder();

        Run(CommandHarness server, int rounds, boolean shortOfMemory) {
            this.server = server;
            this.rounds = rounds;
            this.shortOfMemory = shortOfMemory;
            for (int thread = 0; thread < THREADS; thread++) {
                List<List<Call>> ofThread = new ArrayList<>();
                for (int key = 0; key < KEYS; key++) {
                    ofThread.add(new ArrayList<>());
                }
                calls.add(ofThread);
            }
        }

        void start() throws Exception {
            try (var executor = Executors.newFixedThreadPool(THREADS + 1)) {
                List<Future<?>> workers = new ArrayList<>();
                for (int thread = 0; thread < THREADS; thread++) {
                    int number = thread;
                    workers.add(executor.submit(() -> work(number)));
                }
                if (shortOfMemory) {
                    workers.add(executor.submit(this::fill));
                }
                for (Future<?> worker : workers) {
                    try {
                        worker.get();
                    } catch (ExecutionException e) {
                        throw new AssertionError(e.getCause());
                    }
                }
            }
        }

        void assertMeaningful() {
            System.out.printf(
                    "%d histories, %d overlapping pairs of calls, 0 violations%n",
                    histories.sum(), overlaps.sum());
            assertThat(histories.sum()).isEqualTo((long) rounds * KEYS);
            assertThat(overlaps.sum()).as("overlapping pairs").isPositive();
        }

        private void work(int thread) {
            var caller = new Caller(thread);
            try {
                for (int round = 1; round <= rounds; round++) {
                    meet(round * 2 - 1);
                    caller.call();
                    meet(round * 2);
                    for (int key = thread; key < KEYS; key += THREADS) {
                        judge(round, key);
                        caller.client.run("DEL k" + key);
                    }
                }
            } finally {
                over.set(true);
            }
        }

        /// Waits for the other threads, on the processor: they are to start together.
        private void meet(int times) {
            arrived.incrementAndGet();
            for (int spins = 0; arrived.get() < times * THREADS; spins++) {
                // A thread may be through, and over, in the very moment when all have met.
                if (over.get() && arrived.get() < times * THREADS) {
                    throw new IllegalStateException("another thread has failed");
                }
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
        }

        private void judge(int round, int key) {
            var history = new KeyHistory();
            for (List<List<Call>> ofThread : calls) {
                ofThread.get(key).forEach(history::add);
                ofThread.get(key).clear();
            }
            overlaps.add(history.overlaps());
            histories.increment();
            if (!history.isLinearizable()) {
                throw new AssertionError("round " + round + ", key " + key + ":" + history);
            }
        }

        /// Sizes that shift, with deadlines, so that they can be evicted and the keys judged cannot.
        private void fill() {
            CommandHarness.Client client = server.client(THREADS);
            var random = new SplittableRandom(4);
            for (int number = 0; !over.get(); number++) {
                int size = 30 + random.nextInt(1 << (5 + number / 3_000 % 9));
                String name = "fill:" + random.nextInt(200_000);
                client.send("SET", name, "f".repeat(size), "EX", "10000");
            }
        }

        /// One client, and what it knows of the keys.
        private final class Caller {
            private final CommandHarness.Client client;
            private final List<List<Call>> seen;
            private final SplittableRandom random;
            private final String[] known = new String[KEYS];

            Caller(int thread) {
                this.client = server.client(thread);
                this.seen = calls.get(thread);
                this.random = new SplittableRandom(thread + 1L);
            }

            void call() {
                boolean flushed = false;
                for (int count = 0; count < CALLS; count++) {
                    // One key after the other, so that all threads are at the same one.
                    int key = count / (PER_KEY - 1);
                    Verb verb = VERBS[random.nextInt(VERBS.length)];
                    if (verb != Verb.FLUSHDB) {
                        call(verb, key);
                    } else if (!flushed && random.nextInt(20) == 0) {
                        flushed = true;
                        flush();
                    }
                }
            }

            private void call(Verb verb, int key) {
                String value = verb == Verb.INCRBY ? "3" : value();
                String expected = known[key] == null ? "1" : known[key];
                String[] words = words(verb, "k" + key, value, expected);
                long start = System.nanoTime();
                String reply = client.send(words);
                long end = System.nanoTime();
                seen.get(key).add(new Call(verb, value, expected, start, end, reply));
                known[key] = verb == Verb.SET || verb == Verb.SET_GET ? value : known[key];
                if (verb == Verb.GET && !reply.equals(KeyHistory.NIL)) {
                    known[key] = reply.substring(reply.indexOf('\n') + 1, reply.length() - 2);
                }
            }

            /// Empties all keys at one moment: a call in each one's history, for which there is a place.
            private void flush() {
                long start = System.nanoTime();
                String reply = client.send("FLUSHDB");
                var call = new Call(Verb.FLUSHDB, "", "", start, System.nanoTime(), reply);
                seen.forEach(ofKey -> ofKey.add(call));
            }

            private String value() {
                return switch (random.nextInt(shortOfMemory ? 8 : 3)) {
                    case 0 -> "word" + random.nextInt(1_000);
                    case 3 -> "long" + String.valueOf(random.nextInt(10)).repeat(900);
                    case 4 -> random.nextInt(20) == 0 ? "parts".repeat(4_000) : "p";
                    default -> Integer.toString(random.nextInt(1_000));
                };
            }

            private static String[] words(Verb verb, String key, String value, String expected) {
                return switch (verb) {
                    case GET, GETDEL, DEL -> new String[] {verb.name(), key};
                    case SET -> new String[] {"SET", key, value};
                    case SET_NX -> new String[] {"SET", key, value, "NX"};
                    case SET_IFEQ -> new String[] {"SET", key, value, "IFEQ", expected};
                    case SET_GET -> new String[] {"SET", key, value, "GET"};
                    case INCRBY -> new String[] {"INCRBY", key, value};
                    case FLUSHDB -> throw new IllegalArgumentException("of no single key");
                };
            }
        }
    }
}
