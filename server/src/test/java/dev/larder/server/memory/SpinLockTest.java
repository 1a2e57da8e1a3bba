package dev.larder.server.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class SpinLockTest {
    private final SpinLock lock = new SpinLock();

    @Test
    void lock_whenFree_makesTheCallerItsOwner() {
        assertThat(lock.isHeld()).isFalse();
        lock.lock();
        assertThat(lock.isHeldByCurrentThread()).isTrue();
        assertThat(CompletableFuture.supplyAsync(lock::isHeldByCurrentThread).join()).isFalse();
        lock.unlock();
        assertThat(lock.isHeld()).isFalse();
        assertThat(lock.isHeldByCurrentThread()).isFalse();
    }

    @Test
    void tryLock_whenTaken_answersFalseAtOnce() {
        assertThat(lock.tryLock()).isTrue();
        assertThat(CompletableFuture.supplyAsync(lock::tryLock).join()).isFalse();
        assertThat(lock.tryLock()).as("not reentrant").isFalse();
        lock.unlock();
        assertThat(lock.tryLock()).isTrue();
    }
}
