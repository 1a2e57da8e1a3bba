package dev.larder.server.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SizeClassesTest {
    private final SizeClasses classes = new SizeClasses(8, false);

    @ParameterizedTest
    @CsvSource({"8,false", "8,true", "16,false", "16,true", "32,false", "64,true", "1024,false"})
    void classFor_ofEverySize_isTheSmallestThatFits(int granule, boolean guarded) {
        var classes = new SizeClasses(granule, guarded);
        for (int bytes = 1; bytes <= ChunkHeap.MAX_CHUNK_BYTES; bytes++) {
            int sizeClass = classes.classFor(bytes);
            assertThat(classes.usableBytes(sizeClass)).isGreaterThanOrEqualTo(bytes);
            if (sizeClass > 0) {
                assertThat(classes.usableBytes(sizeClass - 1)).isLessThan(bytes);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"8,false", "8,true", "16,false", "32,true", "64,false", "1024,true"})
    void everyClass_isAMultipleOfTheGranuleAndItsPageIsFull(int granule, boolean guarded) {
        var classes = new SizeClasses(granule, guarded);
        for (int sizeClass = 0; sizeClass < classes.count(); sizeClass++) {
            int chunkBytes = classes.chunkBytes(sizeClass);
            int capacity = classes.capacity(sizeClass);
            assertThat(chunkBytes % granule).isZero();
            assertThat(capacity).isBetween(1, ChunkHeap.MAX_CHUNKS_IN_PAGE);
            assertThat(capacity * chunkBytes).isLessThanOrEqualTo(ChunkHeap.PAGE_BYTES);
            assertThat((capacity + 1) * chunkBytes).isGreaterThan(ChunkHeap.PAGE_BYTES);
        }
    }

    @ParameterizedTest
    @CsvSource({"8,false", "16,true"})
    void indexAt_ofEveryOffset_isTheQuotient(int granule, boolean guarded) {
        var classes = new SizeClasses(granule, guarded);
        for (int sizeClass = 0; sizeClass < classes.count(); sizeClass++) {
            int chunkBytes = classes.chunkBytes(sizeClass);
            for (int offset = 0; offset < ChunkHeap.PAGE_BYTES; offset++) {
                if (classes.indexAt(sizeClass, offset) != offset / chunkBytes) {
                    assertThat(classes.indexAt(sizeClass, offset))
                            .as("offset %d by %d", offset, chunkBytes)
                            .isEqualTo(offset / chunkBytes);
                }
            }
        }
    }

    @Test
    void classes_wasteLessThanTheDocumentationSays() {
        for (int bytes = 16; bytes <= ChunkHeap.MAX_CHUNK_BYTES; bytes++) {
            int waste = classes.chunkBytes(classes.classFor(bytes)) - bytes;
            if (bytes <= 128) {
                assertThat(waste).isLessThan(8);
            } else if (bytes <= 256) {
                assertThat(waste).isLessThan(16);
            } else if (bytes <= 8192) {
                assertThat(waste).as("%d", bytes).isLessThanOrEqualTo(bytes * 15 / 100);
            } else if (bytes <= 16_384) {
                assertThat(waste).as("%d", bytes).isLessThanOrEqualTo(bytes * 26 / 100);
            } else {
                assertThat(waste).as("%d", bytes).isLessThan(ChunkHeap.PAGE_BYTES / 2);
            }
        }
    }

    @Test
    void classes_fromTwoKibibytesOn_areMultiplesOfACacheLine() {
        for (int sizeClass = classes.classFor(2048); sizeClass < classes.count(); sizeClass++) {
            assertThat(classes.chunkBytes(sizeClass) % 64).isZero();
        }
    }

    @Test
    void pages_wasteLittleAtTheirEnd() {
        for (int sizeClass = 0; sizeClass < classes.count(); sizeClass++) {
            double share = classes.chunkBytes(sizeClass) < 2048 ? 0.01 : 0.016;
            int tail =
                    ChunkHeap.PAGE_BYTES
                            - classes.capacity(sizeClass) * classes.chunkBytes(sizeClass);
            assertThat(tail).isLessThan((int) (ChunkHeap.PAGE_BYTES * share));
        }
    }

    @Test
    void classFor_ofTheSizesTheStoreUses_wastesNothing() {
        for (int bytes : new int[] {1024, 1920, 2304, 2688, 3264, 4096, 16_384}) {
            assertThat(classes.chunkBytes(classes.classFor(bytes))).isEqualTo(bytes);
        }
    }
}
