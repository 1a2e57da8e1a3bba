package dev.larder.protocol;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// How many bytes of heap a piece of work allocates on the current thread.
public final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final int ROUNDS = 10;

    private Allocation() {}

    /// Work that may throw.
    @FunctionalInterface
    public interface Work {
        /// Does it.
        void run() throws Exception;
    }

    /// The bytes allocated while `work` ran, less what measuring takes.
    public static long bytesDuring(Work work) throws Exception {
        long empty = measure(() -> {});
        return measure(work) - empty;
    }

    /// The least that `work` allocates once it has run a few times: the virtual machine may allocate
    /// something of its own while it still loads and compiles.
    public static long bytesInSteadyState(Work work) throws Exception {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least != 0; round++) {
            least = Math.min(least, bytesDuring(work));
        }
        return least;
    }

    private static long measure(Work work) throws Exception {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
