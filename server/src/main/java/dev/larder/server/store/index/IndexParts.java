package dev.larder.server.store.index;

import dev.larder.server.memory.ChunkHeap;

/// What an index is made of, for those who walk it or change its shape.
///
/// @param skipBits how many first bits of a hash choose the shard
record IndexParts(
        ChunkHeap heap,
        Segments segments,
        Directory directory,
        Homes homes,
        KeySource keys,
        int skipBits) {}
