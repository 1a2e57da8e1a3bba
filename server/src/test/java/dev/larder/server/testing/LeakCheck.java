package dev.larder.server.testing;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails a test class after which a Netty buffer was found that nobody released.
///
/// Registered for every test class of the module (`META-INF/services`). A leak is found when the
/// collector meets the lost buffer and the detector is asked again, so each class ends with a
/// collection and an allocation. A leak may be laid to the class after the guilty one, never lost.
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback {
    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

    @Override
    public void beforeAll(ExtensionContext context) {
        ByteBufUtil.setLeakListener((type, records) -> LEAKS.add(type + " " + records));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        String leak = found();
        if (leak != null) {
            LEAKS.clear();
            throw new AssertionError("a buffer was lost; it was last seen here:\n" + leak);
        }
    }

    /// A leak met since the last call, or `null`.
    static @Nullable String found() {
        System.gc();
        // To allocate from a pool is what makes the detector look at what was collected.
        PooledByteBufAllocator.DEFAULT.heapBuffer(16).release();
        return LEAKS.poll();
    }
}
