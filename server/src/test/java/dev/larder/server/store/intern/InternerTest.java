package dev.larder.server.store.intern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.server.check.InvariantViolation;
import dev.larder.server.store.slot.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class InternerTest {
    private final InternerFixture fixture = new InternerFixture(8 << 20, 16, 31, Integer.MAX_VALUE);
    private final Interner interner = fixture.interner;
    private final Tally held = new Tally();

    @AfterEach
    void verify() {
        fixture.verify(held);
        fixture.close();
    }

    private int interned(int kind, String text) {
        int reference = fixture.intern(kind, text);
        held.add(reference);
        return reference;
    }

    @Test
    void intern_ofEqualBytes_isOneTenantWithTwoReferences() {
        int first = interned(TenantKind.STRING, "label");
        int second = interned(TenantKind.STRING, "label");
        assertThat(second).isEqualTo(first);
        assertThat(interner.count(first)).isEqualTo(2);
        assertThat(interner.figures().savedBytes()).isEqualTo(5);
    }

    @Test
    void intern_ofEqualBytesOfTwoKinds_isTwoTenants() {
        int string = interned(TenantKind.STRING, "tag");
        int name = interned(TenantKind.NAME, "tag");
        assertThat(name).isNotEqualTo(string);
        assertThat(fixture.content(name)).isEqualTo(fixture.content(string));
    }

    @Test
    void intern_ofNoBytes_isATenant() {
        int reference = interned(TenantKind.NAME, "");
        assertThat(interner.length(reference)).isZero();
        assertThat(fixture.acquire(TenantKind.STRING, "")).isEqualTo(Interner.NONE);
    }

    @Test
    void intern_ofTheLongestBytes_isATenantAndOneByteMoreIsNone() {
        interned(TenantKind.LIST, "x".repeat(Interner.BYTES_MAX));
        assertThat(fixture.intern(TenantKind.LIST, "x".repeat(Interner.BYTES_MAX + 1)))
                .isEqualTo(Interner.NONE);
    }

    @Test
    void release_ofTheLastReference_endsTheTenantAndItsIds() {
        int reference = fixture.intern(TenantKind.STRING, "short life");
        long id = interner.id(reference);
        assertThat(interner.resolve(id)).isEqualTo(reference);
        assertThat(interner.release(reference)).isTrue();
        assertThat(interner.resolve(id)).isEqualTo(Interner.NONE);
        int successor = interned(TenantKind.STRING, "another");
        assertThat(interner.id(successor)).isNotEqualTo(id);
        assertThat(interner.figures().tenants()).isEqualTo(1);
    }

    @Test
    void release_ofMoreReferencesThanAreHeld_isABug() {
        int once = fixture.intern(TenantKind.STRING, "once");
        interned(TenantKind.STRING, "another");
        assertThat(interner.release(once)).isTrue();
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> interner.release(once))
                    .isInstanceOf(InvariantViolation.class)
                    .hasMessageContaining("N2");
            assertThatThrownBy(() -> interner.retain(once))
                    .isInstanceOf(InvariantViolation.class)
                    .hasMessageContaining("N2");
        }
    }

    @Test
    void verify_withAHolderNobodyCounted_namesTheInvariant() {
        int reference = interned(TenantKind.STRING, "counted once");
        var wrong = new Tally();
        wrong.add(reference);
        wrong.add(reference);
        assertThatThrownBy(() -> fixture.verify(wrong))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("N2");
        assertThatThrownBy(() -> fixture.verify(new Tally()))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("N2");
    }

    @Test
    void renew_keepsTheTenantAndEndsItsNames() {
        int reference = interned(TenantKind.NAME, "tag");
        int before = interner.generation(reference);
        interner.renew(reference);
        assertThat(interner.generation(reference)).isEqualTo(before + 2);
        assertThat(interner.isCurrent(reference, before)).isFalse();
        assertThat(interner.isCurrent(reference, before + 2)).isTrue();
        assertThat(interned(TenantKind.NAME, "tag")).isEqualTo(reference);
    }

    @Test
    void renew_ofUsedUpGenerations_makesEqualBytesANewTenant() {
        try (var few = new InternerFixture(8 << 20, 1, 2, Integer.MAX_VALUE)) {
            int reference = few.intern(TenantKind.NAME, "tag");
            int first = few.interner.generation(reference);
            few.interner.renew(reference);
            few.interner.renew(reference);
            assertThat(few.interner.isCurrent(reference, first)).isFalse();
            assertThat(few.interner.generation(reference)).isZero();
            assertThat(few.interner.id(reference)).isEqualTo(Handle.NONE);
            int fresh = few.intern(TenantKind.NAME, "tag");
            assertThat(fresh).isNotEqualTo(reference);
            assertThat(few.content(reference)).isEqualTo(few.content(fresh));
            var tally = new Tally();
            tally.add(reference);
            tally.add(fresh);
            few.verify(tally);
        }
    }

    @Test
    void addToNote_isTheTenantsOwn() {
        int one = interned(TenantKind.NAME, "one");
        int two = interned(TenantKind.NAME, "two");
        assertThat(interner.addToNote(one, 5)).isZero();
        assertThat(interner.addToNote(one, -2)).isEqualTo(5);
        assertThat(interner.addToNote(two, 0)).isZero();
        assertThat(interner.addToNote(one, 0)).isEqualTo(3);
    }

    @Test
    void resolve_ofAnyNumber_isNone() {
        interned(TenantKind.STRING, "bait");
        for (long id : new long[] {0, -1, 1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32, -1L >>> 1}) {
            assertThat(interner.resolve(id)).as("%x", id).isEqualTo(Interner.NONE);
            assertThat(interner.acquire(id)).as("%x", id).isEqualTo(Interner.NONE);
        }
    }

    @Test
    void intern_withoutMemory_isNoneAndLeavesNothing() {
        try (var full = new InternerFixture(128 << 10, 1, 31, Integer.MAX_VALUE)) {
            assertThat(full.intern(TenantKind.STRING, "no room")).isEqualTo(Interner.NONE);
            full.verify(new Tally());
            assertThat(full.interner.figures().tenants()).isZero();
        }
    }
}
