package dev.larder.server.memory;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What a chunk heap has to say of itself: for `INFO memory`, `MEMORY STATS` and metrics.
///
/// @param limitBytes what may be resident
/// @param committedBytes what counts as resident
/// @param usedBytes bytes of live chunks, by tag
/// @param activePages pages that hold chunks
/// @param emptyPages resident pages that hold none
/// @param gonePages pages given back to the system and not in use again
/// @param tablePages resident pages of the page table
/// @param pagesGivenBack pages given back since the start
/// @param evacuationsBegun pages chosen for evacuation since the start
/// @param pagesEvacuated those of them that were emptied
/// @param classes a row for each kind and class in use
public record HeapFigures(
        long limitBytes,
        long committedBytes,
        Map<MemoryTag, Long> usedBytes,
        long activePages,
        long emptyPages,
        long gonePages,
        long tablePages,
        long pagesGivenBack,
        long evacuationsBegun,
        long pagesEvacuated,
        List<ClassFigures> classes) {

    /// One size class on pages of one kind.
    ///
    /// @param kind what the pages hold
    /// @param chunkBytes the size of a chunk
    /// @param pages pages of the class in use
    /// @param liveChunks chunks allocated
    /// @param capacity chunks the pages could hold
    public record ClassFigures(
            PageKind kind, int chunkBytes, long pages, long liveChunks, long capacity) {
        /// Bytes of chunks that are free on pages in use.
        public long freeBytes() {
            return (capacity - liveChunks) * chunkBytes;
        }
    }

    /// Bytes of live chunks of all tags.
    public long totalUsedBytes() {
        return usedBytes.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Bytes committed for each byte used; 1 when nothing is used.
    public double fragmentation() {
        long used = totalUsedBytes();
        return used == 0 ? 1 : (double) committedBytes / used;
    }

    static HeapFigures of(HeapCounters counters, SizeClasses classes) {
        Map<MemoryTag, Long> used = new EnumMap<>(MemoryTag.class);
        for (MemoryTag tag : MemoryTag.values()) {
            used.put(tag, counters.read(HeapCounters.USED + tag.ordinal()));
        }
        return new HeapFigures(
                counters.read(HeapCounters.LIMIT),
                counters.read(HeapCounters.COMMITTED),
                used,
                counters.read(HeapCounters.ACTIVE_PAGES),
                counters.read(HeapCounters.EMPTY_PAGES),
                counters.read(HeapCounters.GONE_PAGES),
                counters.read(HeapCounters.TABLE_PAGES),
                counters.read(HeapCounters.GIVEN_BACK),
                counters.read(HeapCounters.EVACUATIONS),
                counters.read(HeapCounters.EVACUATED),
                rows(counters, classes));
    }

    private static List<ClassFigures> rows(HeapCounters counters, SizeClasses classes) {
        List<ClassFigures> rows = new ArrayList<>();
        for (PageKind kind : PageKind.values()) {
            for (int sizeClass = 0; sizeClass < classes.count(); sizeClass++) {
                int row = kind.ordinal() * classes.count() + sizeClass;
                long pages = counters.read(HeapCounters.row(row, HeapCounters.ROW_PAGES));
                if (pages > 0) {
                    rows.add(
                            new ClassFigures(
                                    kind,
                                    classes.chunkBytes(sizeClass),
                                    pages,
                                    counters.read(HeapCounters.row(row, HeapCounters.ROW_LIVE)),
                                    pages * classes.capacity(sizeClass)));
                }
            }
        }
        return List.copyOf(rows);
    }
}
