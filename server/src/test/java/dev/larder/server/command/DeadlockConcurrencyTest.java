package dev.larder.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.store.StoreConfig;
import dev.larder.server.testing.CommandHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Goal: commands that take several shards, or all of them, never wait for each other in a circle.
/// Method: four event loops run nothing else, on few keys, in a store so small that writes leave their
/// shards to make room; a watchdog looks whether all get on.
@Timeout(280)
final class DeadlockConcurrencyTest {
    private static final int THREADS = 4;
    private static final long COMMANDS = Long.getLong("larder.commands", 1_000_000) / THREADS;
    private static final int STALL_SECONDS = 20;
    private static final int KEYS = 300;

    private final AtomicLong[] done = new AtomicLong[THREADS];
    private final AtomicBoolean stop = new AtomicBoolean();

    @Test
    void commandsOverShards_fromAllLoops_alwaysGetOn() throws Exception {
        StoreConfig config = StoreConfig.of(4 << 20).withShards(8).withStripes(THREADS);
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try (var server = new CommandHarness(config)) {
            List<Future<Void>> loops = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                done[thread] = new AtomicLong();
                loops.add(executor.submit(loop(server, thread)));
            }
            for (Future<Void> loop : loops) {
                watch(loop);
            }
            assertThat(server.run("LARDER VERIFY")).isEqualTo("+OK\r\n");
        } finally {
            stop.set(true);
            executor.shutdownNow();
        }
    }

    /// Waits for a loop to end, as long as all of those that have not ended get on.
    private void watch(Future<Void> loop) throws Exception {
        long[] before = new long[THREADS];
        while (!loop.isDone()) {
            try {
                loop.get(STALL_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException slow) {
                for (int thread = 0; thread < THREADS; thread++) {
                    long now = done[thread].get();
                    assertThat(now == COMMANDS || now > before[thread])
                            .as("loop %d gets on, %s", thread, Thread.getAllStackTraces())
                            .isTrue();
                    before[thread] = now;
                }
            }
        }
        loop.get();
    }

    private Callable<Void> loop(CommandHarness server, int thread) {
        return () -> {
            CommandHarness.Client client = server.client(thread);
            var random = new SplittableRandom(thread);
            while (done[thread].get() < COMMANDS && !stop.get()) {
                String[] words = request(random);
                String reply = client.send(words);
                boolean expected = !reply.startsWith("-") || reply.startsWith("-ERR no such key");
                assertThat(expected).as("%s: %s", String.join(" ", words), reply).isTrue();
                done[thread].incrementAndGet();
            }
            return null;
        };
    }

    private static String key(SplittableRandom random) {
        return "key:" + random.nextInt(KEYS);
    }

    private static String[] request(SplittableRandom random) {
        String value = "v".repeat(random.nextInt(100) == 0 ? 30_000 : random.nextInt(20_000));
        return switch (random.nextInt(40)) {
            case 0 -> new String[] {"FLUSHALL"};
            case 1 -> new String[] {"FLUSHDB", random.nextBoolean() ? "SYNC" : "ASYNC"};
            case 2, 3 -> new String[] {"SWAPDB", "0", "1"};
            case 4, 5 -> new String[] {"SCAN", "0", "COUNT", "50"};
            case 6 -> new String[] {"KEYS", "*7"};
            case 7 -> new String[] {"RANDOMKEY"};
            case 8 -> new String[] {"SELECT", String.valueOf(random.nextInt(2))};
            case 9, 10, 11, 12 -> new String[] {"RENAME", key(random), key(random)};
            case 13, 14, 15, 16 ->
                    new String[] {"COPY", key(random), "copy:" + key(random), "REPLACE"};
            case 17 -> new String[] {"MOVE", key(random), "2"};
            case 18, 19 -> new String[] {"DEL", key(random), key(random), key(random)};
            case 20, 21 -> new String[] {"MSETNX", key(random), value, key(random), value};
            case 22, 23, 24, 25 -> new String[] {"SET", key(random), value};
            case 26, 27, 28, 29, 30, 31 -> mset(random, value);
            default -> mget(random);
        };
    }

    private static String[] mset(SplittableRandom random, String value) {
        String[] words = new String[9];
        words[0] = "MSET";
        for (int index = 1; index < words.length; index += 2) {
            words[index] = key(random);
            words[index + 1] = value.substring(value.length() / 2);
        }
        return words;
    }

    private static String[] mget(SplittableRandom random) {
        String[] words = new String[11];
        words[0] = "MGET";
        for (int index = 1; index < words.length; index++) {
            words[index] = key(random);
        }
        return words;
    }
}
