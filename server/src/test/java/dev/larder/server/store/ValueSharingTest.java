package dev.larder.server.store;

import static dev.larder.server.store.ShardGuard.KEEP_DEADLINE;
import static dev.larder.server.store.ShardGuard.NO_DEADLINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.memory.MemoryTag;
import dev.larder.server.store.SharingSettings.Mode;
import dev.larder.server.store.evict.EvictionPolicies;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Shared values as the store sees them. The fixture walks everything at the end, and fails if a byte is left.
final class ValueSharingTest {
    private static final String VALUE = "the same value for many keys, ".repeat(5);

    private StoreFixture fixture = open(StoreConfig.of(32 << 20), Mode.AUTO);

    private static StoreFixture open(StoreConfig config, Mode mode) {
        var fixture = new StoreFixture(config.checkedWithGenerationBits(31));
        fixture.store.sharing(new SharingSettings(mode, 64, SharingSettings.BYTES_MAX));
        return fixture;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void reopen(StoreConfig config, Mode mode) {
        fixture.close();
        fixture = open(config, mode);
    }

    private boolean isShared(String key) {
        try (ShardGuard guard = fixture.enter(0, key)) {
            return guard.isShared(guard.find());
        }
    }

    private int owners(String key) {
        try (ShardGuard guard = fixture.enter(0, key)) {
            return guard.owners(guard.find());
        }
    }

    private long sharedBytes() {
        return fixture.store.heap().usedBytes(MemoryTag.INTERNED);
    }

    private void set(String... keys) {
        for (String key : keys) {
            fixture.set(key, VALUE);
        }
    }

    @Test
    void values_thatRepeat_areSharedFromTheSecondKeyOn() {
        set("a", "b", "c");
        assertThat(isShared("a")).isFalse();
        assertThat(isShared("b")).isTrue();
        assertThat(isShared("c")).isTrue();
        assertThat(owners("c")).isEqualTo(2);
        assertThat(fixture.get("a")).isEqualTo(VALUE);
        assertThat(fixture.get("c")).isEqualTo(VALUE);
    }

    @Test
    void values_thatDoNotRepeat_areNotShared() {
        for (int number = 0; number < 5_000; number++) {
            fixture.set("k" + number, VALUE + number);
        }
        assertThat(sharedBytes()).isZero();
    }

    @Test
    void aKeyWrittenAgainWithItsOwnValue_isNotShared() {
        set("a", "a", "a");
        assertThat(isShared("a")).isFalse();
        fixture.delete(0, "a");
        set("a");
        assertThat(isShared("a")).isFalse();
    }

    @Test
    void always_sharesTheFirstOne_andOffNone() {
        fixture.store.sharing(new SharingSettings(Mode.ALWAYS, 64, 1_000));
        set("a");
        assertThat(isShared("a")).isTrue();
        fixture.set("short", "x".repeat(63));
        fixture.set("long", "x".repeat(1_001));
        assertThat(isShared("short")).isFalse();
        assertThat(isShared("long")).isFalse();
        fixture.store.sharing(SharingSettings.OFF);
        set("b");
        assertThat(isShared("b")).isFalse();
        assertThat(isShared("a")).as("what is shared stays so").isTrue();
    }

    @Test
    void theLastOwner_takesTheSharedBytesWithIt() {
        set("a", "b", "c", "d");
        assertThat(sharedBytes()).isPositive();
        fixture.delete(0, "b");
        fixture.set("c", "other");
        assertThat(sharedBytes()).isPositive();
        assertThat(owners("d")).isEqualTo(1);
        fixture.delete(0, "d");
        assertThat(sharedBytes()).isZero();
    }

    @Test
    void expiry_releases() {
        set("a");
        long deadline = fixture.nowMs + 100;
        fixture.set(0, "b", StoreFixture.bytes(VALUE), deadline);
        assertThat(isShared("b")).isTrue();
        fixture.nowMs += 1_000;
        fixture.ticks();
        assertThat(sharedBytes()).isZero();
    }

    @Test
    void eviction_releases() {
        reopen(StoreConfig.of(32 << 20).withMaxEntries(3).withShards(1), Mode.ALWAYS);
        set("a", "b", "c");
        assertThat(owners("c")).isEqualTo(3);
        for (String other : new String[] {"x", "y"}) {
            fixture.set(other, "short");
        }
        assertThat(owners("c")).isEqualTo(1);
        assertThat(sharedBytes()).isPositive();
        fixture.set("z", "short");
        assertThat(sharedBytes()).isZero();
    }

    @Test
    void append_copiesFirst() {
        set("a", "b", "c");
        try (ShardGuard guard = fixture.enter(0, "c")) {
            guard.reserveSplice(ShardGuard.END, 3);
            guard.splice(VALUE.length(), StoreFixture.bytes("end"), 0, 3);
        }
        assertThat(fixture.get("b")).isEqualTo(VALUE);
        assertThat(fixture.get("c")).isEqualTo(VALUE + "end");
        assertThat(owners("b")).isEqualTo(1);
    }

    @Test
    void append_intoParts_copiesFirst() {
        set("a", "b");
        byte[] more = StoreFixture.pattern(40_000, 7);
        try (ShardGuard guard = fixture.enter(0, "b")) {
            guard.reserveSplice(ShardGuard.END, more.length);
            guard.splice(VALUE.length(), more, 0, more.length);
        }
        byte[] expected = Arrays.copyOf(StoreFixture.bytes(VALUE), VALUE.length() + more.length);
        System.arraycopy(more, 0, expected, VALUE.length(), more.length);
        assertThat(fixture.get(0, "b")).isEqualTo(expected);
        assertThat(sharedBytes()).isZero();
    }

    @Test
    void expire_andPersist_keepTheValueSharedAndTheHandleGood() {
        set("a", "b");
        try (ShardGuard guard = fixture.enter(0, "b")) {
            long handle = guard.handle(guard.find());
            guard.expireAt(fixture.nowMs + 5_000);
            guard.expireAt(NO_DEADLINE);
            guard.expireAt(fixture.nowMs + 6_000);
            assertThat(guard.handle(guard.find())).isEqualTo(handle);
            assertThat(guard.isShared(guard.find())).isTrue();
            assertThat(guard.deadline(guard.find())).isEqualTo(fixture.nowMs + 6_000);
        }
        set("b");
        assertThat(isShared("b")).isTrue();
        assertThat(fixture.get("b")).isEqualTo(VALUE);
    }

    @Test
    void smallerValueInPlaceOfASharedOne_releases() {
        set("a", "b");
        try (ShardGuard guard = fixture.enter(0, "b")) {
            guard.reserve(8, KEEP_DEADLINE);
            guard.putInteger(7, KEEP_DEADLINE);
        }
        assertThat(fixture.get("b")).isEqualTo("7");
        assertThat(sharedBytes()).isZero();
    }

    @Test
    void withoutMemoryForSharing_theValueIsKeptByItself() {
        reopen(
                StoreConfig.of(2 << 20).withShards(1).withPolicy(EvictionPolicies.NOEVICTION),
                Mode.ALWAYS);
        int stored = 0;
        try {
            while (true) {
                fixture.set("key" + stored, VALUE + stored);
                stored++;
            }
        } catch (StoreFullException full) {
            fixture.store.verify();
        }
        assertThat(stored).isGreaterThan(1_000);
        for (int number = 0; number < stored; number++) {
            assertThat(fixture.get("key" + number)).isEqualTo(VALUE + number);
        }
    }

    @Test
    void memoryOfAMillionthKey_isSlotIndexAndASmallBlob() {
        for (int number = 0; number < 100_000; number++) {
            String key = String.format("%016d", number);
            fixture.set(key, VALUE.substring(0, 120) + String.format("%04d", number % 100));
        }
        StoreFigures figures = fixture.store.figures();
        long inline = 100L * 2 * 200;
        assertThat(figures.blobBytes()).isLessThan(100_000L * (24 + 8) + inline);
        assertThat(figures.slotBytes()).isLessThan(100_000L * 25 + (1 << 20));
        assertThat(figures.internedBytes()).isLessThan(100L * 200);
        assertThat(fixture.store.interned().figures().references()).isGreaterThan(90_000);
    }

    @Test
    void estimate_tellsWhatSharingWouldFree() {
        reopen(StoreConfig.of(32 << 20), Mode.OFF);
        for (int number = 0; number < 1_000; number++) {
            fixture.set("k" + number, VALUE + number % 10);
        }
        SharingEstimate off = SharingEstimate.of(fixture.store, 100_000);
        assertThat(off.sampled()).isEqualTo(1_000);
        assertThat(off.repeated()).as("asked before it is switched on").isEqualTo(1_000);
        fixture.store.sharing(SharingSettings.DEFAULT);
        SharingEstimate estimate = SharingEstimate.of(fixture.store, 100_000);
        assertThat(estimate.repeated()).isEqualTo(1_000);
        long before = fixture.store.figures().usedBytes();
        for (int number = 0; number < 1_000; number++) {
            fixture.set("k" + number, "");
        }
        fixture.store.sharing(new SharingSettings(Mode.ALWAYS, 64, 1_000));
        for (int number = 0; number < 1_000; number++) {
            fixture.set("k" + number, VALUE + number % 10);
        }
        long freed = before - fixture.store.figures().usedBytes();
        assertThat(estimate.bytes()).isBetween(freed * 9 / 10 - 150_000, freed * 11 / 10 + 150_000);
        assertThat(SharingEstimate.of(fixture.store, 100).sampled()).isBetween(100L, 300L);
    }
}
