package dev.larder.server.store.evict;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.server.store.slot.SlotTable;
import java.util.SplittableRandom;

/// LFU by a logarithmic counter of 8 bits that decays with idle time, the victim being the least
/// frequent of a sample, as Redis does it (redis.io, "Key eviction", LFU). O(samples).
final class LfuPolicy implements EvictionPolicy {
    private static final int MINUTE_MS = 60_000;

    private final Candidates candidates;
    private final SlotTable slots;
    private final PolicySettings settings;
    private final SplittableRandom random;

    LfuPolicy(
            Candidates candidates,
            SlotTable slots,
            PolicySettings settings,
            SplittableRandom random) {
        this.candidates = candidates;
        this.slots = slots;
        this.settings = settings;
        this.random = random;
    }

    @Override
    public void used(int slot, int stamp) {
        int uses = decayed(slots, slot, stamp, settings.lfuDecayMinutes());
        double base = Math.max(0, uses - UseCount.INITIAL);
        if (uses < UseCount.MAX && random.nextDouble() * (base * settings.lfuLogFactor() + 1) < 1) {
            uses++;
        }
        slots.uses(slot, uses);
    }

    @Override
    public int victim(int stamp) {
        int best = NO_SLOT;
        int bestUses = Integer.MAX_VALUE;
        long bestAge = -1;
        for (int sample = 0; sample < settings.samples(); sample++) {
            int slot = candidates.random();
            if (slot == NO_SLOT) {
                break;
            }
            int uses = decayed(slots, slot, stamp, settings.lfuDecayMinutes());
            long age = stamp - slots.stamp(slot) & 0xFFFF_FFFFL;
            if (uses < bestUses || (uses == bestUses && age > bestAge)) {
                best = slot;
                bestUses = uses;
                bestAge = age;
            }
        }
        return best;
    }

    /// The fullest shard goes first: what is picked in it is then as if picked from all of them.
    @Override
    public long rank(long now) {
        int count = candidates.count();
        return count == 0 ? Long.MAX_VALUE : -count;
    }

    @Override
    public boolean ranksBySize() {
        return true;
    }

    /// The use count of `slot` after the decay of its idle minutes.
    static int decayed(SlotTable slots, int slot, int stamp, int decayMinutes) {
        int uses = slots.uses(slot);
        if (decayMinutes == 0) {
            return uses;
        }
        long idleMinutes = (stamp - slots.stamp(slot) & 0xFFFF_FFFFL) / MINUTE_MS;
        return (int) Math.max(0, uses - idleMinutes / decayMinutes);
    }
}
