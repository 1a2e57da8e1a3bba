package dev.larder.server.store;

/// The pages of memory that hold chunks of one size, for one purpose: a row of the memory report.
///
/// @param kind what the chunks are for
/// @param chunkBytes the size of a chunk
/// @param pages how many pages there are
/// @param liveChunks chunks in use
/// @param capacity chunks that the pages have room for
public record PageClass(String kind, int chunkBytes, long pages, long liveChunks, long capacity) {}
