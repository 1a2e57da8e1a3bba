package dev.larder.server.store.intern;

import static dev.larder.server.check.InvariantViolation.require;

import dev.larder.server.store.slot.Fate;

/// What a tag's name carries in its note: how many entries have the tag, and where the soft invalidations begin.
///
/// ```text
///   63 ........... 32   31 ........... 0
///   |     floor     |      entries      |
/// ```
///
/// `floor` is a generation of the tag, or 0. What remembers an older one is dead; what remembers that or a later one
/// which is not the tag's present one is stale. At 0 there was no soft invalidation, so what is not live is dead.
/// All methods want the stripe's lock held.
final class TagNote {
    private TagNote() {}

    private static long note(Stripe stripe, int slot) {
        return stripe.addToNote(slot, 0);
    }

    private static void note(Stripe stripe, int slot, int floor, int entries) {
        long next = (long) floor << 32 | entries;
        stripe.addToNote(slot, next - note(stripe, slot));
    }

    static int entries(Stripe stripe, int slot) {
        return (int) note(stripe, slot);
    }

    private static int floor(Stripe stripe, int slot) {
        return (int) (note(stripe, slot) >>> 32);
    }

    /// `change` entries more that remember `generation`, if that is the present one; others are not counted any
    /// more.
    static void count(Stripe stripe, int slot, int generation, int change) {
        if (stripe.generation(slot) == generation) {
            int entries = entries(stripe, slot) + change;
            require(entries >= 0, "T3", "tag %d has %d entries", stripe.reference(slot), entries);
            note(stripe, slot, floor(stripe, slot), entries);
        }
    }

    /// What became of an entry that remembers `generation`.
    static int fate(Stripe stripe, int slot, int generation) {
        if (stripe.generation(slot) == generation) {
            return Fate.LIVE;
        }
        int floor = floor(stripe, slot);
        return floor != 0 && generation >= floor ? Fate.STALE : Fate.DEAD;
    }

    /// Moves the generation on. How many entries had the tag.
    static int invalidate(Stripe stripe, int slot, int fate) {
        int entries = entries(stripe, slot);
        int floor = floor(stripe, slot);
        if (entries == 0 && (floor == 0 || fate == Fate.STALE)) {
            return 0;
        }
        int before = stripe.generation(slot);
        stripe.renew(slot);
        int kept = floor == 0 ? before : floor;
        note(stripe, slot, fate == Fate.STALE ? kept : 0, 0);
        return entries;
    }
}
