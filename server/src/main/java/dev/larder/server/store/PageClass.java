package dev.larder.server.store;

import java.util.List;
import java.util.Locale;

/// The pages of memory that hold chunks of one size, for one purpose: a row of the memory report.
///
/// @param kind what the chunks are for
/// @param chunkBytes the size of a chunk
/// @param pages how many pages there are
/// @param liveChunks chunks in use
/// @param capacity chunks that the pages have room for
public record PageClass(String kind, int chunkBytes, long pages, long liveChunks, long capacity) {
    /// The pages that hold entries, a row for each size of chunk.
    public static List<PageClass> of(Store store) {
        return store.heap().figures().classes().stream()
                .map(row ->
                        new PageClass(
                                row.kind().name().toLowerCase(Locale.ROOT),
                                row.chunkBytes(),
                                row.pages(),
                                row.liveChunks(),
                                row.capacity()))
                .toList();
    }
}
