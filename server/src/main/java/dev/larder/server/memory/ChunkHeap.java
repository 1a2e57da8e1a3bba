package dev.larder.server.memory;

/// Chunks of the region, cut from pages of one size class each; accounted to the byte, bounded by a
/// limit that can change, and movable where the owner can move them.
public final class ChunkHeap implements AutoCloseable {
    /// No chunk. A chunk is named by an unsigned `int`, its locator; 0 is never one.
    public static final int NONE = 0;

    /// The largest chunk that can be asked for.
    public static final int MAX_CHUNK_BYTES = 16_384;

    /// The most chunks a page can hold, for the array handed to [#liveChunks].
    public static final int MAX_CHUNKS_IN_PAGE = 4_096;

    /// A page is this large; the limit counts whole pages.
    public static final int PAGE_BYTES = 64 << 10;

    /// A heap over all of `memory` that keeps at most `limitBytes` resident. `checked` poisons freed
    /// chunks and guards the ends of live ones, at a price.
    public ChunkHeap(NativeMemory memory, long limitBytes, boolean checked) {
        throw new UnsupportedOperationException();
    }

    /// A chunk of at least `bytes` (at most [#MAX_CHUNK_BYTES]), or [#NONE] when no page has a free one
    /// and no page more fits under the limit, or when the limit was lowered under what is committed.
    public int allocate(MemoryTag tag, int bytes) {
        throw new UnsupportedOperationException();
    }

    /// The same from pages already committed, whatever the limit: where an evacuated chunk goes.
    public int allocateForMove(MemoryTag tag, int bytes) {
        throw new UnsupportedOperationException();
    }

    /// Frees `chunk`, allocated with the same `tag`.
    public void free(MemoryTag tag, int chunk) {
        throw new UnsupportedOperationException();
    }

    /// Where `chunk` begins in the region.
    public long address(int chunk) {
        throw new UnsupportedOperationException();
    }

    /// How many bytes of `chunk` its owner may use: its class, not what was asked for.
    public int chunkBytes(int chunk) {
        throw new UnsupportedOperationException();
    }

    /// How many bytes a chunk for `bytes` would have and be charged.
    public int classBytes(int bytes) {
        throw new UnsupportedOperationException();
    }

    /// Whether [#allocate] would find a chunk, a moment ago.
    public boolean hasRoom(MemoryTag tag, int bytes) {
        throw new UnsupportedOperationException();
    }

    /// The bytes that may be resident.
    public long limitBytes() {
        throw new UnsupportedOperationException();
    }

    /// Changes the limit.
    public void limitBytes(long limitBytes) {
        throw new UnsupportedOperationException();
    }

    /// The bytes that are resident: pages in use, empty pages kept, and the page table.
    public long committedBytes() {
        throw new UnsupportedOperationException();
    }

    /// The bytes of all live chunks.
    public long usedBytes() {
        throw new UnsupportedOperationException();
    }

    /// The bytes of live chunks of `tag`.
    public long usedBytes(MemoryTag tag) {
        throw new UnsupportedOperationException();
    }

    /// Gives empty pages back to the system until `keepPages` of them stay, at most `pagesMax` at a
    /// time; answers how many were given back.
    public int trim(int keepPages, int pagesMax) {
        throw new UnsupportedOperationException();
    }

    /// A page worth evacuating, now taken off the allocation lists, or -1.
    public int sparsestPage() {
        throw new UnsupportedOperationException();
    }

    /// Fills `into` with the live chunks of an evacuating `page`; answers how many.
    public int liveChunks(int page, int[] into) {
        throw new UnsupportedOperationException();
    }

    /// Puts `page` back on the allocation lists, if it is still being evacuated.
    public void evacuationEnded(int page) {
        throw new UnsupportedOperationException();
    }

    /// Walks every page.
    public void verify() {
        throw new UnsupportedOperationException();
    }

    /// Forgets the heap; the region stays with its owner.
    @Override
    public void close() {}
}
