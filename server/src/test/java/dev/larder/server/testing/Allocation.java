package dev.larder.server.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// How many heap bytes code allocates, for the tests that say: none.
public final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /// The bytes that the calling thread allocates while it runs `code`, to about a hundred.
    public static long bytesDuring(Runnable code) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        code.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
