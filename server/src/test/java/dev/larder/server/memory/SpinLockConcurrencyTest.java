package dev.larder.server.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class SpinLockConcurrencyTest {
    private static final int THREADS = 6; // more than processors, so that owners lose theirs
    private static final int ROUNDS = 100_000;

    private final SpinLock lock = new SpinLock();

    /// Guarded by the lock; plain on purpose.
    private long first;

    private long second;

    @Test
    void sections_ofManyThreads_neverOverlap() throws ExecutionException, InterruptedException {
        List<Future<Integer>> torn = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            for (int thread = 0; thread < THREADS; thread++) {
                torn.add(threads.submit(this::countTorn));
            }
            for (Future<Integer> count : torn) {
                assertThat(count.get()).isZero();
            }
        }
        assertThat(first).isEqualTo(2L * THREADS * ROUNDS / 2);
        assertThat(second).isEqualTo(first);
        assertThat(lock.isHeld()).isFalse();
    }

    private int countTorn() {
        int torn = 0;
        for (int round = 0; round < ROUNDS; round++) {
            if (round % 8 != 0 || !lock.tryLock()) {
                lock.lock();
            }
            torn += first == second ? 0 : 1;
            first++;
            second++;
            lock.unlock();
        }
        return torn;
    }

    /// A thread that takes the lock over and over, for long, and gives way in between; another that wants it
    /// now and then. The other's turns are counted, as time would say more of the machine than of the lock.
    @Test
    void giveWay_betweenLongSections_letsOthersIn() throws InterruptedException {
        int sections = 20_000;
        var over = new AtomicBoolean();
        var greedy =
                new Thread(() -> {
                    for (int section = 0; section < sections; section++) {
                        lock.lock();
                        for (int round = 0; round < 400; round++) {
                            Thread.onSpinWait();
                        }
                        lock.unlock();
                        lock.giveWay();
                    }
                    over.set(true);
                });
        greedy.start();
        int turns = 0;
        while (!over.get()) {
            lock.lock();
            turns++;
            lock.unlock();
            Thread.onSpinWait();
        }
        greedy.join();
        assertThat(turns).isGreaterThan(sections / 10);
    }
}
