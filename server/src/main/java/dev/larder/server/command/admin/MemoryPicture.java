package dev.larder.server.command.admin;

import dev.larder.server.command.CommandContext;
import dev.larder.server.session.Session;
import dev.larder.server.stats.ProcessUsage;
import dev.larder.server.store.StoreFigures;

/// Where the memory is at one moment, in the terms of `INFO memory` and `MEMORY STATS`.
///
/// *Used* is what `maxmemory` bounds: the pages that the store has taken. Of these the *dataset* is keys
/// and values; slots, index, timers and room not yet filled are *overhead*. The Java heap and the
/// buffers of clients are apart; only the resident size has them in it.
///
/// @param store what the store says
/// @param peakBytes the most that was ever used
/// @param process what the kernel says
/// @param clientBytes what clients have waiting, in both directions
/// @param heapBytes the part of the Java heap in use
/// @param heapMaxBytes the most it may become
record MemoryPicture(
        StoreFigures store,
        long peakBytes,
        ProcessUsage process,
        long clientBytes,
        long heapBytes,
        long heapMaxBytes) {
    static MemoryPicture of(CommandContext context) {
        StoreFigures figures = context.store().figures();
        Runtime runtime = Runtime.getRuntime();
        long clientBytes = 0;
        for (Session session : context.server().sessions().all()) {
            clientBytes += session.link().inputBytes() + session.link().outputBytes();
        }
        return new MemoryPicture(
                figures,
                context.server().stats().memoryPeak().offer(figures.committedBytes()),
                ProcessUsage.now(),
                clientBytes,
                runtime.totalMemory() - runtime.freeMemory(),
                runtime.maxMemory());
    }

    long usedBytes() {
        return store.committedBytes();
    }

    long datasetBytes() {
        return store.blobBytes() + store.partBytes() + store.internedBytes();
    }

    long overheadBytes() {
        return Math.max(0, usedBytes() - datasetBytes());
    }

    long timerBytes() {
        return store.usedBytes() - store.slotBytes() - store.indexBytes() - datasetBytes();
    }

    double datasetPercent() {
        return percent(datasetBytes(), usedBytes());
    }

    double peakPercent() {
        return percent(usedBytes(), peakBytes);
    }

    /// Pages taken for each byte in use: how much room is not filled.
    double allocatorRatio() {
        return ratio(usedBytes(), store.usedBytes());
    }

    long allocatorSlackBytes() {
        return usedBytes() - store.usedBytes();
    }

    /// The whole process for each byte of pages: what Java and the system take besides.
    double residentRatio() {
        return ratio(process.residentBytes(), usedBytes());
    }

    long residentExtraBytes() {
        return process.residentBytes() - usedBytes();
    }

    private static double percent(long part, long whole) {
        return whole == 0 ? 0 : 100.0 * part / whole;
    }

    private static double ratio(long bytes, long base) {
        return base == 0 ? 0 : (double) bytes / base;
    }
}
