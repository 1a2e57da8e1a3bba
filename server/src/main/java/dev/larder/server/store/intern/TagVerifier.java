package dev.larder.server.store.intern;

import static dev.larder.server.check.InvariantViolation.require;

import java.util.HashMap;
import java.util.Map;

/// Walks lists of tags, and the names in them, with everything locked (T2, T3, T4, T8).
final class TagVerifier {
    private final Interner interner;
    private final Tally held;
    private final boolean isSettled;

    /// Entries of each name by the lists that remember its present generation.
    private final Map<Integer, Integer> entries = new HashMap<>();

    TagVerifier(Interner interner, Tally held, boolean isSettled) {
        this.interner = interner;
        this.held = held;
        this.isSettled = isSettled;
    }

    void verify() {
        for (int number = 0; number < interner.stripeCount(); number++) {
            Stripe stripe = interner.stripe(number);
            walk(stripe, TenantKind.LIST);
        }
        for (int number = 0; number < interner.stripeCount(); number++) {
            walk(interner.stripe(number), TenantKind.NAME);
        }
    }

    private void walk(Stripe stripe, int kind) {
        for (int segment = 0; segment < stripe.slots.segmentEnd(); segment++) {
            stripe.slots.forEachLive(
                    segment,
                    slot -> {
                        if (stripe.slots.kind(slot) == kind) {
                            visit(stripe, slot, kind);
                        }
                    });
        }
    }

    private void visit(Stripe stripe, int slot, int kind) {
        int reference = stripe.reference(slot);
        if (kind == TenantKind.LIST) {
            list(stripe, slot, reference);
            return;
        }
        int counted = TagNote.entries(stripe, slot);
        int found = entries.getOrDefault(reference, 0);
        require(
                counted == found,
                "T3",
                "tag %d counts %d entries of %d",
                reference,
                counted,
                found);
    }

    private void list(Stripe stripe, int slot, int reference) {
        byte[] bytes = new byte[stripe.length(slot)];
        stripe.copyOut(slot, 0, bytes, 0, bytes.length);
        require(held.count(reference) > 0, "T4", "list %d is no entry's", reference);
        require(bytes.length > 0, "T8", "list %d is empty", reference);
        int last = -1;
        for (int at = 0; at < bytes.length; at += TagSet.PAIR_BYTES) {
            int name = Tags.get(bytes, at);
            require(name > last, "T8", "list %d names %d after %d", reference, name, last);
            last = name;
            held.add(name);
            Stripe other = interner.stripeOf(name);
            int generation = other.generation(interner.slotOf(name));
            boolean isCurrent = generation == Tags.get(bytes, at + 4);
            require(
                    isCurrent || !isSettled,
                    "T2",
                    "list %d has ended with tag %d",
                    reference,
                    name);
            if (isCurrent) {
                entries.merge(name, stripe.count(slot), Integer::sum);
            }
        }
    }
}
