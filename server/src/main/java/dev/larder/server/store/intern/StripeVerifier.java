package dev.larder.server.store.intern;

import static dev.larder.server.check.InvariantViolation.require;

import dev.larder.server.check.InvariantViolation;
import dev.larder.server.memory.RawBytes;
import dev.larder.server.store.slot.SlotFlags;
import java.util.function.IntConsumer;

/// Walks the tenants of one stripe and compares them with what is kept of them (N1 to N6).
final class StripeVerifier implements IntConsumer {
    private final Stripe stripe;
    private final Tally tally;
    private final RawBytes raw;
    private long findable;
    private long linked;
    private long strings;
    private long stringBytes;
    private long named;
    private long namedBytes;
    private long idleBytes;
    private long referred;
    private long references;
    private long savedBytes;
    private long chunkBytes;
    private int tallied;

    StripeVerifier(Stripe stripe, Tally tally) {
        this.stripe = stripe;
        this.tally = tally;
        this.raw = stripe.raw();
    }

    /// How many of the tenants have holders in the tally.
    int verify() {
        stripe.slots.verify();
        stripe.order.verify();
        stripe.index().verify();
        for (int segment = 0; segment < stripe.slots.segmentEnd(); segment++) {
            stripe.slots.forEachLive(segment, this);
        }
        long filed = stripe.index().size();
        require(findable == filed, "N1", "%d can be found, %d are indexed", findable, filed);
        int ordered = stripe.order.size();
        require(linked == ordered, "N4", "%d are linked, the order has %d", linked, ordered);
        var walked =
                new InternFigures(
                        stripe.slots.liveCount(),
                        strings,
                        stringBytes,
                        named,
                        namedBytes,
                        idleBytes,
                        referred,
                        references,
                        savedBytes,
                        chunkBytes,
                        stripe.slots.retiredCount());
        InternFigures kept = stripe.figures();
        if (!walked.equals(kept)) {
            throw new InvariantViolation("N6", "a walk finds " + walked + ", kept is " + kept);
        }
        return tallied;
    }

    /// One tenant.
    @Override
    public void accept(int slot) {
        int reference = stripe.reference(slot);
        int flags = stripe.slots.flags(slot);
        long at = stripe.heap().address(stripe.slots.blob(slot));
        int kind = stripe.slots.kind(slot);
        boolean isWorn = (flags & Stripe.WORN) != 0;
        boolean isFiled = stripe.index().contains(stripe.hashOf(slot), slot);
        require(isFiled != isWorn, "N1", "tenant %d is indexed or worn out", reference);
        findable += isFiled ? 1 : 0;
        require(
                (raw.byteAt(at) & 0xFF) == TenantLayout.MARK
                        && raw.byteAt(at + TenantLayout.KIND) == kind
                        && raw.intAt(at + TenantLayout.SLOT) == reference,
                "N5",
                "the chunk of tenant %d is another's",
                reference);
        verifyCount(slot, reference, flags);
        int length = stripe.length(slot);
        int count = stripe.count(slot);
        int held = stripe.heap().chunkBytes(stripe.slots.blob(slot));
        require(
                length >= 0 && TenantLayout.headerBytes(kind) + length <= held,
                "N5",
                "tenant %d has %d bytes",
                reference,
                length);
        chunkBytes += held;
        if (kind == TenantKind.STRING) {
            strings++;
            stringBytes += length;
            referred += count > 0 ? 1 : 0;
            references += count;
            savedBytes += (long) Math.max(0, count - 1) * length;
        }
        if (stripe.isNamed(slot)) {
            named++;
            namedBytes += length;
            idleBytes += count == 0 ? stripe.memoryBytes(slot) : 0;
        }
    }

    private void verifyCount(int slot, int reference, int flags) {
        int count = stripe.count(slot);
        int held = tally.count(reference);
        tallied += held > 0 ? 1 : 0;
        require(
                count == held || count == stripe.countMax(),
                "N2",
                "tenant %d counts %d references, %d are held",
                reference,
                count,
                held);
        boolean isNamed = stripe.isNamed(slot);
        require(count > 0 || isNamed, "N3", "tenant %d has no owner", reference);
        boolean isLinked = (flags & SlotFlags.LINKED) != 0;
        require(isLinked == (isNamed && count == 0), "N4", "tenant %d, flags %d", reference, flags);
        linked += isLinked ? 1 : 0;
    }
}
