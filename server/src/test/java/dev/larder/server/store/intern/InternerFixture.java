package dev.larder.server.store.intern;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.NativeMemory;
import dev.larder.server.store.index.KeyHasher;
import java.nio.charset.StandardCharsets;

/// An interner over checked memory of its own, and the few calls tests make over and over.
final class InternerFixture implements AutoCloseable {
    private static final long RESERVED = 64L << 20;

    final NativeMemory memory = NativeMemory.reserve(RESERVED);
    final ChunkHeap heap;
    final Interner interner;
    private final int[] chunks = new int[ChunkHeap.MAX_CHUNKS_IN_PAGE];

    InternerFixture(long limitBytes, int stripes, int generationBits, int countMax) {
        heap = new ChunkHeap(memory, limitBytes, true);
        interner =
                new Interner(
                        new InternParts(
                                heap,
                                memory.bytes(),
                                new KeyHasher(1, 2),
                                stripes,
                                generationBits,
                                countMax));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    int intern(int kind, String text) {
        byte[] bytes = bytes(text);
        return interner.intern(kind, bytes, 0, bytes.length);
    }

    int acquire(int kind, String text) {
        byte[] bytes = bytes(text);
        return interner.acquire(kind, bytes, 0, bytes.length);
    }

    byte[] content(int reference) {
        byte[] content = new byte[interner.length(reference)];
        interner.copyOut(reference, 0, content, 0, content.length);
        return content;
    }

    /// Moves what is on the sparsest page; how many tenants found another place.
    int evacuate() {
        int page = heap.sparsestPage();
        if (page == ChunkHeap.NO_EVACUATION) {
            return 0;
        }
        int count = heap.liveChunks(page, chunks);
        int moved = 0;
        for (int index = 0; index < count; index++) {
            moved += interner.move(chunks[index]) ? 1 : 0;
        }
        heap.evacuationEnded(page);
        return moved;
    }

    void verify(Tally held) {
        heap.verify();
        interner.lockAll();
        try {
            interner.verify(held);
        } finally {
            interner.unlockAll();
        }
    }

    @Override
    public void close() {
        heap.close();
        memory.close();
    }
}
