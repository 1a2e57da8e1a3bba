package dev.larder.server.store.intern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.store.slot.Handle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Goal: in any history equal bytes are one tenant, a tenant lives exactly as long as it has owners, its
/// references always lead to its bytes, and an id that has become stale never names anything again.
/// Method: a map of counts sees the same seeded operations. Generations of 4 bits run out all the time,
/// counts saturate at 12, and the memory is checked, too small for all, and evacuated now and then.
final class InternerSimulationTest {
    private static final int STEPS = 40_000;
    private static final int VERIFY_EVERY = 2_000;
    private static final int PHASE = 3_000;
    private static final int GENERATION_BITS = 4;
    private static final int COUNT_MAX = 12;
    private static final int STALE_KEPT = 5_000;

    private record Name(int kind, String text) {}

    /// What the model knows of a tenant.
    private static final class Expected {
        private final Name name;
        private final int reference;
        private int count;
        private long note;
        private boolean isSaturated;

        /// The id as it is now; 0 when no id can name it any more.
        private long id;

        Expected(Name name, int reference) {
            this.name = name;
            this.reference = reference;
        }
    }

    @ParameterizedTest
    @MethodSource("dev.larder.server.testing.Seeds#quick")
    void anyHistory_equalsAMapOfCounts(long seed) {
        new History(seed).run();
    }

    private static final class History {
        private final SplittableRandom random;
        private final InternerFixture fixture =
                new InternerFixture(900 << 10, 4, GENERATION_BITS, COUNT_MAX);
        private final Interner interner = fixture.interner;
        private final Map<Name, Expected> findable = new HashMap<>();
        private final List<Expected> held = new ArrayList<>();
        private final List<Long> stale = new ArrayList<>();
        private final Set<Long> everIds = new HashSet<>();
        private boolean grows = true;
        private boolean isVaried = true;
        private int refused;
        private int wornOut;
        private int ended;
        private int moved;
        private int saturated;
        private int retired;
        private int variety = 5_000;

        History(long seed) {
            random = new SplittableRandom(seed);
        }

        void run() {
            try (fixture) {
                for (int step = 1; step <= STEPS; step++) {
                    step();
                    if (step % PHASE == 0) {
                        nextPhase();
                    }
                    if (step % VERIFY_EVERY == 0) {
                        check();
                    }
                }
                end();
            }
        }

        private void step() {
            int choice = random.nextInt(100);
            if (choice < 66) {
                internOrRelease();
            } else if (choice < 72) {
                acquire();
            } else if (choice < 76) {
                acquireById();
            } else if (choice < 80) {
                retain();
            } else if (choice < 88) {
                release(random.nextInt(Math.max(1, held.size())));
            } else if (choice < 96) {
                renew();
            } else if (choice < 99) {
                note();
            } else {
                moved += fixture.evacuate();
            }
            tryStale();
        }

        private void internOrRelease() {
            if (random.nextInt(10) < (grows ? 9 : 2)) {
                intern();
            } else {
                release(random.nextInt(Math.max(1, held.size())));
            }
        }

        /// Times of plenty, of much the same and of few tenants follow each other.
        private void nextPhase() {
            grows = !grows;
            if (grows) {
                isVaried = !isVaried;
                variety = isVaried ? 5_000 : 60;
            } else {
                variety = 20 << random.nextInt(9);
                releaseMost();
            }
        }

        private Name name() {
            int number = random.nextInt(variety);
            int kind = number % TenantKind.COUNT;
            int length = number % 31 == 0 ? number * 37 % 10_000 : number % 2 * 600;
            return new Name(kind, number + "-".repeat(Math.max(0, length - 8)));
        }

        private void intern() {
            Name name = name();
            int reference = fixture.intern(name.kind, name.text);
            @Nullable Expected known = findable.get(name);
            if (reference == Interner.NONE) {
                assertThat(known).as("refused, though it is there").isNull();
                refused++;
                return;
            }
            if (known == null) {
                known = born(name, reference);
            }
            assertThat(reference).isEqualTo(known.reference);
            hold(known);
        }

        private Expected born(Name name, int reference) {
            var known = new Expected(name, reference);
            known.id = interner.id(reference);
            assertThat(everIds.add(known.id)).as("id %x came twice", known.id).isTrue();
            findable.put(name, known);
            return known;
        }

        private void hold(Expected tenant) {
            if (!tenant.isSaturated) {
                tenant.count++;
                tenant.isSaturated = tenant.count == COUNT_MAX;
                saturated += tenant.isSaturated ? 1 : 0;
            }
            held.add(tenant);
        }

        private void acquire() {
            Name name = name();
            @Nullable Expected known = findable.get(name);
            byte[] bytes = InternerFixture.bytes(name.text);
            int expected = known == null ? Interner.NONE : known.reference;
            assertThat(interner.find(name.kind, bytes, 0, bytes.length)).isEqualTo(expected);
            assertThat(fixture.acquire(name.kind, name.text)).isEqualTo(expected);
            if (known != null) {
                hold(known);
            }
        }

        private void acquireById() {
            if (!held.isEmpty()) {
                Expected tenant = held.get(random.nextInt(held.size()));
                assertThat(interner.id(tenant.reference)).isEqualTo(tenant.id);
                boolean isNamed = tenant.id != Handle.NONE;
                int expected = isNamed ? tenant.reference : Interner.NONE;
                assertThat(interner.resolve(tenant.id)).isEqualTo(expected);
                assertThat(interner.acquire(tenant.id)).isEqualTo(expected);
                if (isNamed) {
                    hold(tenant);
                }
            }
        }

        private void retain() {
            if (!held.isEmpty()) {
                Expected tenant = held.get(random.nextInt(held.size()));
                interner.retain(tenant.reference);
                hold(tenant);
            }
        }

        private void release(int index) {
            if (index >= held.size()) {
                return;
            }
            Expected tenant = held.get(index);
            held.set(index, held.getLast());
            held.removeLast();
            boolean isLast = !tenant.isSaturated && --tenant.count == 0;
            if (random.nextBoolean()) {
                assertThat(interner.release(tenant.reference)).isEqualTo(isLast);
            } else {
                byte[] words = new byte[Interner.BYTES_MAX];
                int length = interner.release(tenant.reference, words);
                assertThat(length).isEqualTo(isLast ? tenant.name.text.length() : Interner.NONE);
                byte[] expected = InternerFixture.bytes(tenant.name.text);
                assertThat(Arrays.copyOf(words, expected.length)).isEqualTo(expected);
            }
            if (isLast) {
                ended++;
                findable.remove(tenant.name, tenant);
                outlive(tenant.id);
            }
        }

        private void renew() {
            if (held.isEmpty()) {
                return;
            }
            Expected tenant = held.get(random.nextInt(held.size()));
            interner.renew(tenant.reference);
            outlive(tenant.id);
            long fresh = interner.id(tenant.reference);
            if (fresh == Handle.NONE) {
                wornOut += tenant.id == Handle.NONE ? 0 : 1;
                findable.remove(tenant.name, tenant);
                assertThat(interner.generation(tenant.reference)).isZero();
            } else {
                assertThat(everIds.add(fresh)).as("id %x came twice", fresh).isTrue();
            }
            tenant.id = fresh;
        }

        private void note() {
            if (held.isEmpty()) {
                return;
            }
            Expected tenant = held.get(random.nextInt(held.size()));
            if (tenant.name.kind != TenantKind.STRING) {
                long delta = random.nextInt(100) - 50L;
                assertThat(interner.addToNote(tenant.reference, delta)).isEqualTo(tenant.note);
                tenant.note += delta;
            }
        }

        private void releaseMost() {
            int left = held.size() / 10;
            while (held.size() > left) {
                release(random.nextInt(held.size()));
            }
            for (int page = 0; page < 8; page++) {
                moved += fixture.evacuate();
            }
        }

        private void outlive(long id) {
            if (id == Handle.NONE) {
                return;
            }
            if (stale.size() < STALE_KEPT) {
                stale.add(id);
            } else {
                stale.set(random.nextInt(STALE_KEPT), id);
            }
        }

        private void tryStale() {
            if (!stale.isEmpty()) {
                refuse(stale.get(random.nextInt(stale.size())));
            }
            long forged = random.nextLong();
            if (!everIds.contains(forged)) {
                refuse(forged);
            }
        }

        private void refuse(long id) {
            if (interner.resolve(id) != Interner.NONE || interner.acquire(id) != Interner.NONE) {
                throw new AssertionError("id " + id + " is stale and good");
            }
        }

        private void check() {
            var tally = new Tally();
            held.forEach(tenant -> tally.add(tenant.reference));
            fixture.verify(tally);
            for (Expected tenant : held) {
                byte[] expected = InternerFixture.bytes(tenant.name.text);
                assertThat(fixture.content(tenant.reference)).isEqualTo(expected);
                assertThat(interner.hasBytes(tenant.reference, expected, 0, expected.length))
                        .isTrue();
                assertThat(interner.count(tenant.reference)).isEqualTo(tenant.count);
            }
            stale.forEach(this::refuse);
            retired = Math.max(retired, (int) interner.figures().retiredSlots());
        }

        private void end() {
            while (!held.isEmpty()) {
                release(held.size() - 1);
            }
            check();
            assertThat(refused).as("refused for want of memory").isPositive();
            assertThat(wornOut).as("tenants whose generations ran out").isPositive();
            assertThat(retired).as("slots retired at a time").isPositive();
            assertThat(ended).as("tenants that ended").isPositive();
            assertThat(moved).as("tenants moved").isPositive();
            assertThat(saturated).as("counts that saturated").isPositive();
            assertThat(interner.figures().tenants()).as("left").isEqualTo(saturated);
        }
    }
}
