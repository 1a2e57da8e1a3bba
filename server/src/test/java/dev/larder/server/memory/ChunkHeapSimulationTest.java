package dev.larder.server.memory;

import static dev.larder.server.memory.ChunkHeap.NONE;
import static dev.larder.server.memory.ChunkHeap.PAGE_BYTES;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Goal: through any history of allocations, frees, moves and changes of the limit, every chunk keeps
/// its bytes, no two overlap, the accounting is exact and the limit holds.
/// Method: the model is a map from locator to what its owner wrote there. The history drifts through
/// sizes, as values do, and its owner evacuates pages as the store does. Twice it is led through all that
/// chance may leave out: a full heap, sparse pages and pages given back.
final class ChunkHeapSimulationTest {
    private static final long RESERVED = 24 << 20;
    private static final int STEPS = 20_000;
    private static final int STEPS_BETWEEN_WALKS = 2_000;
    private static final int STEPS_BETWEEN_SQUEEZES = 7_000;
    private static final int SQUEEZED_BYTES = 4_000;

    /// A live chunk as the model knows it: its bytes follow from the number.
    private record Owned(MemoryTag tag, int size, int number) {}

    @ParameterizedTest
    @MethodSource("dev.larder.server.testing.Seeds#quick")
    void anyHistory_keepsBytesAccountingAndLimit(long seed) {
        new History(seed, false).run();
    }

    @ParameterizedTest
    @MethodSource("dev.larder.server.testing.Seeds#quick")
    void anyHistory_inCheckedMode_keepsBytesAccountingAndLimit(long seed) {
        new History(seed, true).run();
    }

    private static final class History {
        private final SplittableRandom random;
        private final NativeMemory memory = NativeMemory.reserve(RESERVED);
        private final RawBytes bytes = memory.bytes();
        private final ChunkHeap heap;
        private final Map<Integer, Owned> model = new HashMap<>();
        private final List<Integer> chunks = new ArrayList<>();
        private final int[] live = new int[ChunkHeap.MAX_CHUNKS_IN_PAGE];

        /// What may be committed: the limit, or more if it was lowered and not reached yet.
        private long ceiling;

        private int sizeMax = 256;
        private int numbers;
        private int refusals;

        History(long seed, boolean checked) {
            random = new SplittableRandom(seed);
            heap = new ChunkHeap(memory, 4 << 20, checked);
            ceiling = heap.limitBytes();
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                step();
                if (step % STEPS_BETWEEN_SQUEEZES == STEPS_BETWEEN_SQUEEZES - 1) {
                    squeeze();
                }
                ceiling = Math.max(heap.limitBytes(), Math.min(ceiling, heap.committedBytes()));
                assertThat(heap.committedBytes()).as("step %d", step).isLessThanOrEqualTo(ceiling);
                if (step % STEPS_BETWEEN_WALKS == 0) {
                    check();
                }
            }
            check();
            HeapFigures figures = heap.figures();
            assertThat(refusals).as("refused allocations").isPositive();
            assertThat(figures.pagesEvacuated()).as("evacuated pages").isPositive();
            assertThat(figures.pagesGivenBack()).as("pages given back").isPositive();
            chunks.forEach(chunk -> heap.free(taken(chunk).tag(), chunk));
            assertThat(heap.usedBytes()).isZero();
            heap.verify();
            long empty = heap.figures().emptyPages();
            assertThat(heap.trim(0, Integer.MAX_VALUE)).isEqualTo((int) empty);
            assertThat(heap.committedBytes()).isEqualTo(PAGE_BYTES);
            heap.verify();
            memory.close();
        }

        private void step() {
            int choice = random.nextInt(1_000);
            if (choice < 580) {
                allocate();
            } else if (choice < 900) {
                free();
            } else if (choice < 980) {
                overwrite();
            } else if (choice < 990) {
                evacuate();
            } else if (choice < 992) {
                heap.trim(random.nextInt(4), random.nextInt(64));
            } else if (choice < 994) {
                sizeMax = 16 << random.nextInt(11);
            } else if (choice < 996) {
                heap.limitBytes((1L + random.nextInt(8)) << 20);
                ceiling = Math.max(ceiling, heap.limitBytes());
            } else {
                freeMost();
            }
        }

        /// Fills the heap up, frees three of four chunks, and gives back what can be emptied.
        private void squeeze() {
            int before = refusals;
            while (refusals == before) {
                allocate(MemoryTag.BLOBS, SQUEEZED_BYTES);
            }
            for (int index = chunks.size() - 1; index >= 0; index--) {
                if (random.nextInt(4) > 0) {
                    free(index);
                }
            }
            for (int page = 0; page < RESERVED / PAGE_BYTES; page++) {
                evacuate();
            }
            heap.trim(0, Integer.MAX_VALUE);
        }

        private void allocate() {
            MemoryTag tag = MemoryTag.values()[random.nextInt(MemoryTag.COUNT)];
            allocate(tag, random.nextInt(8) == 0 ? 1 + random.nextInt(sizeMax) : sizeMax);
        }

        private void allocate(MemoryTag tag, int size) {
            boolean room = heap.hasRoom(tag, size);
            int chunk = heap.allocate(tag, size);
            assertThat(chunk != NONE).as("what hasRoom said").isEqualTo(room);
            if (chunk == NONE) {
                refusals++;
                return;
            }
            assertThat(heap.chunkBytes(chunk))
                    .isGreaterThanOrEqualTo(size)
                    .isEqualTo(heap.classBytes(size));
            write(chunk, new Owned(tag, heap.chunkBytes(chunk), ++numbers));
            chunks.add(chunk);
        }

        private void write(int chunk, Owned owned) {
            long at = heap.address(chunk);
            bytes.fill(at, owned.size(), pattern(owned));
            if (owned.size() >= 16) {
                bytes.putLong(at + owned.size() - 8, owned.number());
            }
            assertThat(model.put(chunk, owned)).as("chunk allocated twice").isNull();
        }

        private void requireIntact(int chunk, Owned owned) {
            long at = heap.address(chunk);
            int body = owned.size() - (owned.size() >= 16 ? 8 : 0);
            for (int index = 0; index < body; index++) {
                if (bytes.byteAt(at + index) != pattern(owned)) {
                    assertThat(bytes.byteAt(at + index))
                            .as("byte %d of %s", index, owned)
                            .isEqualTo(pattern(owned));
                }
            }
            if (owned.size() >= 16) {
                assertThat(bytes.longAt(at + body)).isEqualTo(owned.number());
            }
        }

        /// Never 0 where 0 is forbidden, and 0 now and then where it is not.
        private static byte pattern(Owned owned) {
            return (byte) (owned.tag().isMovable() ? 1 + owned.number() % 255 : owned.number());
        }

        private void free() {
            if (!chunks.isEmpty()) {
                free(random.nextInt(chunks.size()));
            }
        }

        private void free(int index) {
            int chunk = chunks.get(index);
            chunks.set(index, chunks.getLast());
            chunks.removeLast();
            Owned owned = taken(chunk);
            requireIntact(chunk, owned);
            heap.free(owned.tag(), chunk);
        }

        /// What the model has of `chunk`, which is its no more.
        private Owned taken(int chunk) {
            return requireNonNull(model.remove(chunk), "no such chunk");
        }

        private void freeMost() {
            int left = chunks.size() / (2 + random.nextInt(20));
            while (chunks.size() > left) {
                free();
            }
        }

        private void overwrite() {
            if (!chunks.isEmpty()) {
                int chunk = chunks.get(random.nextInt(chunks.size()));
                Owned owned = taken(chunk);
                requireIntact(chunk, owned);
                write(chunk, new Owned(owned.tag(), owned.size(), ++numbers));
            }
        }

        /// As the store does it: ask, copy, point to the copy, free. Sometimes gives up half way.
        private void evacuate() {
            int page = heap.sparsestPage();
            if (page == ChunkHeap.NO_EVACUATION) {
                return;
            }
            int count = heap.liveChunks(page, live);
            List<Integer> expected =
                    chunks.stream().filter(chunk -> heap.address(chunk) >>> 16 == page).toList();
            assertThat(count).as("live chunks of page %d", page).isEqualTo(expected.size());
            int patience = random.nextInt(4) == 0 ? random.nextInt(count) : count;
            for (int index = 0; index < patience; index++) {
                move(live[index]);
            }
            heap.evacuationEnded(page);
        }

        private void move(int chunk) {
            Owned owned = taken(chunk);
            int moved = heap.allocateForMove(owned.tag(), owned.size());
            assertThat(moved).as("a chosen page fits elsewhere").isNotEqualTo(NONE);
            assertThat(heap.chunkBytes(moved)).isEqualTo(owned.size());
            bytes.copy(heap.address(chunk), heap.address(moved), owned.size());
            heap.free(owned.tag(), chunk);
            assertThat(model.put(moved, owned)).isNull();
            chunks.set(chunks.indexOf(chunk), moved);
        }

        private void check() {
            heap.verify();
            Map<MemoryTag, Long> used = new EnumMap<>(MemoryTag.class);
            model.values()
                    .forEach(owned -> used.merge(owned.tag(), (long) owned.size(), Long::sum));
            for (MemoryTag tag : MemoryTag.values()) {
                assertThat(heap.usedBytes(tag)).as("%s", tag).isEqualTo(used.getOrDefault(tag, 0L));
            }
            model.forEach(this::requireIntact);
        }
    }
}
