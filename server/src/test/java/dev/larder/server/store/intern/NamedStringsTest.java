package dev.larder.server.store.intern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.store.slot.Handle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class NamedStringsTest {
    private final InternerFixture fixture = new InternerFixture(8 << 20, 16, 5, Integer.MAX_VALUE);
    private final Interner interner = fixture.interner;
    private final NamedStrings strings = new NamedStrings(interner);
    private final List<Integer> held = new ArrayList<>();

    @AfterEach
    void verify() {
        walk();
        fixture.close();
    }

    private void walk() {
        var tally = new Tally();
        held.forEach(tally::add);
        fixture.verify(tally);
    }

    private long name(String text) {
        byte[] bytes = InternerFixture.bytes(text);
        return strings.name(bytes, 0, bytes.length);
    }

    private long id(String text) {
        byte[] bytes = InternerFixture.bytes(text);
        return strings.id(bytes, 0, bytes.length);
    }

    @Test
    void name_ofEqualStrings_isOneId() {
        long id = name("blue");
        assertThat(name("blue")).isEqualTo(id).isPositive();
        assertThat(id("blue")).isEqualTo(id);
        assertThat(id("red")).isEqualTo(Handle.NONE);
        assertThat(strings.owners(id)).isEqualTo(1);
    }

    @Test
    void id_ofAStringThatEntriesShareButNobodyNamed_isNone() {
        held.add(fixture.intern(TenantKind.STRING, "value"));
        assertThat(id("value")).isEqualTo(Handle.NONE);
        long id = name("value");
        assertThat(interner.figures().tenants()).isEqualTo(1);
        assertThat(strings.owners(id)).isEqualTo(2);
        assertThat(strings.evictOldest()).as("a value goes with its entries").isFalse();
    }

    @Test
    void drop_ofAStringThatIsAValueToo_endsTheNameAndNotTheValue() {
        held.add(fixture.intern(TenantKind.STRING, "value"));
        long id = name("value");
        assertThat(strings.drop(id)).isTrue();
        assertThat(strings.drop(id)).isFalse();
        assertThat(strings.acquire(id)).isEqualTo(Interner.NONE);
        assertThat(fixture.content(held.getFirst())).isEqualTo(InternerFixture.bytes("value"));
    }

    @Test
    void drop_ofTheOnlyOwner_makesTheIdStale() {
        long id = name("gone");
        assertThat(strings.drop(id)).isTrue();
        assertThat(strings.owners(id)).isZero();
        assertThat(name("gone")).as("a new life has a new id").isNotEqualTo(id);
    }

    @Test
    void evictOldest_takesTheOneThatWasUsedLast_overAllStripes() {
        List<String> order = new ArrayList<>();
        for (int number = 0; number < 50; number++) {
            name("s" + number);
            order.add("s" + number);
        }
        id("s0");
        order.remove("s0");
        order.add("s0");
        int reference = strings.acquire(id("s1"));
        interner.release(reference);
        order.remove("s1");
        order.add("s1");
        for (String next : order) {
            assertThat(strings.evictOldest()).isTrue();
            assertThat(fixture.acquire(TenantKind.STRING, next)).isEqualTo(Interner.NONE);
        }
        assertThat(strings.evictOldest()).isFalse();
        assertThat(strings.idleBytes()).isZero();
    }

    /// Goal: an id names its string until that is dropped or evicted, in the exact order of use, and nothing
    /// after, while entries come and go that have the same strings for their values.
    /// Method: a map in order of use, and the walker; generations of 5 bits, so that slots are retired.
    @ParameterizedTest
    @MethodSource("dev.larder.server.testing.Seeds#quick")
    void anyHistory_equalsAMapInOrderOfUse(long seed) {
        new History(seed).run();
    }

    private final class History {
        private final SplittableRandom random;
        private final LinkedHashMap<String, Long> idle = new LinkedHashMap<>();
        private final Map<String, Long> named = new HashMap<>();
        private final Map<String, Integer> counts = new HashMap<>();
        private final Map<Long, String> ever = new HashMap<>();
        private int evicted;

        History(long seed) {
            random = new SplittableRandom(seed);
        }

        void run() {
            for (int step = 0; step < 30_000; step++) {
                step("text-" + random.nextInt(300));
                if (step % 3_000 == 0) {
                    walk();
                    ever.forEach(this::compare);
                }
            }
            assertThat(evicted).isPositive();
            assertThat(interner.figures().retiredSlots()).as("retired slots").isPositive();
            held.forEach(interner::release);
            held.clear();
            named.values().forEach(strings::drop);
            walk();
            assertThat(interner.figures().tenants()).isZero();
        }

        private void step(String text) {
            switch (random.nextInt(8)) {
                case 0, 1 -> nameOne(text);
                case 2 -> {
                    assertThat(id(text)).isEqualTo(named.getOrDefault(text, Handle.NONE));
                    use(text);
                }
                case 3 -> drop(text);
                case 4 -> evict();
                case 5 -> {
                    held.add(fixture.intern(TenantKind.STRING, text));
                    counts.merge(text, 1, Integer::sum);
                    idle.remove(text);
                }
                default -> release();
            }
        }

        private void nameOne(String text) {
            long id = name(text);
            @Nullable Long before = named.put(text, id);
            if (before != null) {
                assertThat(id).isEqualTo(before);
            }
            @Nullable String first = ever.putIfAbsent(id, text);
            assertThat(first == null || first.equals(text)).as("%x was %s", id, first).isTrue();
            use(text);
        }

        private void use(String text) {
            if (named.containsKey(text) && counts.getOrDefault(text, 0) == 0) {
                idle.putLast(text, named.getOrDefault(text, Handle.NONE));
            }
        }

        private void drop(String text) {
            long id = named.getOrDefault(text, Handle.NONE);
            assertThat(strings.drop(id)).isEqualTo(named.remove(text) != null);
            idle.remove(text);
        }

        private void evict() {
            if (random.nextInt(3) > 0) {
                return;
            }
            @Nullable String oldest = idle.isEmpty() ? null : idle.firstEntry().getKey();
            assertThat(strings.evictOldest()).isEqualTo(oldest != null);
            if (oldest != null) {
                idle.remove(oldest);
                named.remove(oldest);
                assertThat(fixture.acquire(TenantKind.STRING, oldest)).isEqualTo(Interner.NONE);
                evicted++;
            }
        }

        private void release() {
            if (held.isEmpty()) {
                return;
            }
            int index = random.nextInt(held.size());
            int reference = held.get(index);
            String text = new String(fixture.content(reference), StandardCharsets.ISO_8859_1);
            held.remove(/* index */ index);
            interner.release(reference);
            if (counts.merge(text, -1, Integer::sum) == 0) {
                use(text);
            }
        }

        private void compare(long id, String text) {
            boolean isCurrent = named.getOrDefault(text, Handle.NONE) == id;
            int expected = isCurrent ? counts.getOrDefault(text, 0) + 1 : 0;
            assertThat(strings.owners(id)).as("%x of %s", id, text).isEqualTo(expected);
        }
    }
}
