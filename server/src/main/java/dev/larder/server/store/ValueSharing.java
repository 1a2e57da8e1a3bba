package dev.larder.server.store;

import dev.larder.server.stats.Counter;
import dev.larder.server.stats.PaddedCounters;
import dev.larder.server.store.intern.Interner;
import dev.larder.server.store.intern.TenantKind;

/// Decides which values become shared: tenants of the interner that entries refer to.
///
/// Sharing is an opportunity, never a need. A write has reserved what it takes to keep its value by itself;
/// if sharing finds no memory the value is kept so. Bytes are compared before anything is shared, hashes
/// only say where to look.
final class ValueSharing {
    private final Interner interner;
    private final PaddedCounters counters;
    private final RecentValues recent = new RecentValues();
    private final Appetite[] appetites;
    private volatile SharingSettings settings = SharingSettings.OFF;

    ValueSharing(Interner interner, PaddedCounters counters, int stripes) {
        this.interner = interner;
        this.counters = counters;
        this.appetites = new Appetite[stripes];
        for (int stripe = 0; stripe < stripes; stripe++) {
            appetites[stripe] = new Appetite();
        }
    }

    SharingSettings settings() {
        return settings;
    }

    void settings(SharingSettings changed) {
        settings = changed;
    }

    /// Whether values of this length are shared at all.
    boolean admits(int length) {
        SharingSettings now = settings;
        return now.mode() != SharingSettings.Mode.OFF && now.admits(length);
    }

    /// A reference, counted for the caller, to a tenant with this value, made if need be; [Interner#NONE]
    /// when there is no memory.
    int intern(byte[] array, int offset, int length) {
        return interner.intern(TenantKind.STRING, array, offset, length);
    }

    /// A reference, counted for the entry of `keyHash`, to a tenant with this value, or [Interner#NONE] if
    /// the entry should keep the value by itself. Called by loop `stripe`, which holds the entry's shard.
    int offer(int stripe, long keyHash, byte[] array, int offset, int length) {
        SharingSettings now = settings;
        if (now.mode() == SharingSettings.Mode.OFF || !now.admits(length)) {
            return Interner.NONE;
        }
        boolean isAlways = now.mode() == SharingSettings.Mode.ALWAYS;
        Appetite appetite = appetites[stripe];
        if (!isAlways && !appetite.wants()) {
            return Interner.NONE;
        }
        long hash = interner.hash(TenantKind.STRING, array, offset, length);
        int reference;
        if (isAlways || recent.isRepeated(hash, keyHash)) {
            reference = interner.intern(hash, TenantKind.STRING, array, offset, length);
        } else if (interner.mayHold(hash)) {
            reference = interner.acquire(hash, TenantKind.STRING, array, offset, length);
        } else {
            reference = Interner.NONE;
        }
        boolean isShared = reference != Interner.NONE;
        appetite.looked(isShared);
        if (isShared) {
            counters.increment(stripe, Counter.VALUES_SHARED);
        }
        return reference;
    }
}
