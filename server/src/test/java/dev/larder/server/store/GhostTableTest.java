package dev.larder.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.server.check.InvariantViolation;
import dev.larder.server.memory.NativeMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class GhostTableTest {
    private static final int BUCKETS = 4;
    private static final long NOW_MS = StoreFixture.START_MS;

    private final NativeMemory memory =
            NativeMemory.reserve((long) BUCKETS * GhostTable.BUCKET_BYTES);
    private final GhostTable table = new GhostTable(memory.bytes(), 0, BUCKETS);

    @AfterEach
    void close() {
        memory.close();
    }

    /// A hash whose record goes into `bucket`; `number` tells it from others of that.
    private static long hash(int bucket, int number) {
        return (long) number << 30 | (long) bucket << 8;
    }

    private static String text(GhostTable table, long record) {
        return table.ending(record) + " " + table.atMs(record, NOW_MS) + " " + table.detail(record);
    }

    @Test
    void find_ofWhatWasPut_tellsIt() {
        table.put(hash(1, 5), 3, Ending.EVICTED, NOW_MS - 7, GhostTable.DETAIL_MAX);
        long record = table.find(hash(1, 5), 3);
        assertThat(text(table, record))
                .isEqualTo("EVICTED " + (NOW_MS - 7) + " " + GhostTable.DETAIL_MAX);
        assertThat(table.find(hash(1, 5), 4)).isEqualTo(GhostTable.NONE);
        assertThat(table.find(hash(1, 6), 3)).isEqualTo(GhostTable.NONE);
        table.verify(0, 0);
    }

    @Test
    void put_ofTheSameKey_replacesItsRecord() {
        table.put(hash(1, 5), 0, Ending.EVICTED, NOW_MS - 7, 1);
        table.put(hash(1, 5), 0, Ending.DELETED, NOW_MS - 9, 0);
        assertThat(text(table, table.find(hash(1, 5), 0)))
                .isEqualTo("DELETED " + (NOW_MS - 9) + " 0");
        assertThat(table.isFull(hash(1, 5), 0)).isFalse();
    }

    @Test
    void put_intoAFullBucket_replacesTheOldest() {
        for (int number = 0; number < GhostTable.PLACES; number++) {
            assertThat(table.isFull(hash(2, 0), 0)).isFalse();
            table.put(hash(2, number), 0, Ending.DELETED, NOW_MS - (number == 2 ? 50 : number), 0);
        }
        assertThat(table.isFull(hash(2, 0), 0)).isTrue();
        table.put(hash(2, 9), 0, Ending.EXPIRED, NOW_MS, 0);
        assertThat(table.find(hash(2, 2), 0)).isEqualTo(GhostTable.NONE);
        assertThat(table.find(hash(2, 9), 0)).isNotEqualTo(GhostTable.NONE);
        assertThat(table.find(hash(2, 0), 0)).isNotEqualTo(GhostTable.NONE);
        table.verify(0, 0);
    }

    @Test
    void put_ofAFlushedEntry_doesNotReplaceWhatHappenedLater() {
        table.put(hash(0, 1), 0, Ending.DELETED, NOW_MS - 10, 0);
        table.put(hash(0, 1), 0, Ending.FLUSHED, NOW_MS - 20, 0);
        assertThat(table.ending(table.find(hash(0, 1), 0))).isEqualTo(Ending.DELETED);
        table.put(hash(0, 1), 0, Ending.FLUSHED, NOW_MS - 10, 0);
        assertThat(table.ending(table.find(hash(0, 1), 0))).isEqualTo(Ending.FLUSHED);
    }

    @Test
    void atMs_whenTheClockWasSetBack_isNow() {
        table.put(hash(0, 1), 0, Ending.DELETED, NOW_MS + 5_000, 0);
        assertThat(table.atMs(table.find(hash(0, 1), 0), NOW_MS)).isEqualTo(NOW_MS);
    }

    @Test
    void verify_ofRecordsInWrongPlaces_namesTheInvariant() {
        table.put(hash(1, 5), 0, Ending.DELETED, NOW_MS, 0);
        assertThatThrownBy(() -> table.verify(1, 1))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("G1");
        long bucket = GhostTable.BUCKET_BYTES;
        long first = memory.bytes().longAt(bucket);
        long second = memory.bytes().longAt(bucket + 8);
        memory.bytes().putLong(bucket + 16, first);
        memory.bytes().putLong(bucket + 24, second);
        assertThatThrownBy(() -> table.verify(0, 0)).hasMessageContaining("G2");
        memory.bytes().putLong(bucket, 0);
        memory.bytes().putLong(bucket + 8, 0);
        assertThatThrownBy(() -> table.verify(0, 0)).hasMessageContaining("G3");
        memory.bytes().putLong(bucket, first);
        memory.bytes().putLong(bucket + 8, second | 15L << 28);
        memory.bytes().putLong(bucket + 16, 0);
        memory.bytes().putLong(bucket + 24, 0);
        assertThatThrownBy(() -> table.verify(0, 0)).hasMessageContaining("G4");
    }

    /// Goal: any history of endings is remembered as far as there is room for it, the latest first.
    /// Method: a reference that keeps four endings a bucket in plain lists.
    @ParameterizedTest
    @MethodSource("dev.larder.server.testing.Seeds#quick")
    void anyHistory_isRememberedAsTheReferencePredicts(long seed) {
        var random = new SplittableRandom(seed);
        Map<Integer, List<Reference>> buckets = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            int bucket = random.nextInt(BUCKETS);
            int number = random.nextInt(7);
            int database = random.nextInt(2);
            Ending ending = Ending.values()[random.nextInt(Ending.values().length)];
            // No two at one time, so that the oldest is one.
            long atMs = NOW_MS - 40_000 + 2L * step - random.nextInt(2) * 10_001L;
            int detail = random.nextInt(GhostTable.DETAIL_MAX);
            table.put(hash(bucket, number), database, ending, atMs, detail);
            List<Reference> known = buckets.computeIfAbsent(bucket, _ -> new ArrayList<>());
            remember(known, new Reference(number, database, ending, atMs, detail));
            int asked = random.nextInt(7);
            Optional<Reference> wanted = find(known, asked, database);
            long found = table.find(hash(bucket, asked), database);
            assertThat(found == GhostTable.NONE).isEqualTo(wanted.isEmpty());
            wanted.ifPresent(one -> assertThat(text(table, found)).isEqualTo(one.text()));
        }
        table.verify(0, 0);
    }

    private record Reference(int number, int database, Ending ending, long atMs, int detail) {
        String text() {
            return ending + " " + atMs + " " + detail;
        }
    }

    private static Optional<Reference> find(List<Reference> known, int number, int database) {
        return known.stream()
                .filter(one -> one.number() == number && one.database() == database)
                .findAny();
    }

    private static void remember(List<Reference> known, Reference next) {
        Optional<Reference> same = find(known, next.number(), next.database());
        if (same.isPresent()) {
            boolean isLate = next.ending() == Ending.FLUSHED && same.get().atMs() > next.atMs();
            if (!isLate) {
                known.set(known.indexOf(same.get()), next);
            }
            return;
        }
        if (known.size() == GhostTable.PLACES) {
            Reference oldest = known.getFirst();
            for (Reference one : known) {
                oldest = one.atMs() < oldest.atMs() ? one : oldest;
            }
            known.remove(oldest);
        }
        known.add(next);
    }
}
