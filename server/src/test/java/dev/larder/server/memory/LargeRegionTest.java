package dev.larder.server.memory;

import static dev.larder.server.memory.MemoryTag.BLOBS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Regions of which a 32-bit locator could not name every 8 bytes. Only address space is taken.
final class LargeRegionTest {
    private static final long GIBIBYTE = 1L << 30;

    @Test
    void region_of32GiB_isNamedInStepsOf8() {
        assertGranule(32 * GIBIBYTE, 8);
    }

    @Test
    void region_justAbove32GiB_isNamedInStepsOf16() {
        assertGranule(32 * GIBIBYTE + 1, 16);
    }

    @Test
    void region_of128GiB_isNamedInStepsOf32() {
        assertGranule(128 * GIBIBYTE, 32);
    }

    private static void assertGranule(long reservedBytes, int granule) {
        try (var memory = NativeMemory.reserve(reservedBytes)) {
            var heap = new ChunkHeap(memory, reservedBytes, false);
            assertThat(heap.address(1)).isEqualTo(granule);
            assertThat(heap.address(-1)).isEqualTo(0xFFFF_FFFFL * granule);
            int first = heap.allocate(BLOBS, 100);
            int second = heap.allocate(BLOBS, 100);
            assertThat(heap.address(first) % ChunkHeap.PAGE_BYTES).isZero();
            assertThat(heap.address(first)).isGreaterThanOrEqualTo(reservedBytes / 2048);
            assertThat(heap.address(second) - heap.address(first))
                    .isEqualTo(heap.chunkBytes(first))
                    .isEqualTo(roundUp(100, granule));
            heap.verify();
            heap.free(BLOBS, second);
            heap.free(BLOBS, first);
            heap.verify();
            heap.close();
        }
    }

    private static long roundUp(long value, long unit) {
        return (value + unit - 1) / unit * unit;
    }
}
