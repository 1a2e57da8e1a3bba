package dev.larder.server.store;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.server.store.evict.EvictionPolicy;
import dev.larder.server.store.slot.SlotFlags;
import java.util.List;

/// What is known of one entry: its bytes, what they would be worth, and where it stands in the order of eviction.
///
/// @param handle the name of its value as it is now
/// @param encoding how the value is kept
/// @param length of the value as clients see it, in bytes
/// @param bytes where its bytes are
/// @param frees what deleting it now would let others use
/// @param owners how many own the value
/// @param idleMs for how long it has not been used
/// @param uses the use count of LFU, or a negative number if the policy keeps none
/// @param deadline in milliseconds since 1970, or `ShardGuard.NO_DEADLINE`
/// @param prefix its prefix, the name of all others for one that is not tracked by itself, or an empty text; a character a byte
/// @param tags its tags, in order
/// @param place its place in the order of eviction
public record Explanation(
        long handle,
        String encoding,
        long length,
        EntryBytes bytes,
        long frees,
        int owners,
        long idleMs,
        int uses,
        long deadline,
        String prefix,
        List<byte[]> tags,
        Place place) {
    /// How many entries of the order are looked at to find a place in it.
    private static final int STEPS_MAX = 512;

    /// A place in the order of eviction, which is that of a shard.
    ///
    /// @param policy who chooses
    /// @param isCandidate whether the entry can be chosen
    /// @param before how many would go before it if nothing was used from now on; negative if the policy cannot say, or they
    ///     are too many to be counted
    /// @param shard which one
    /// @param candidates how many there are in the shard
    /// @param oldestIdleMs for how long the oldest of them has not been used
    public record Place(
            String policy,
            boolean isCandidate,
            int before,
            int shard,
            int candidates,
            long oldestIdleMs) {}

    /// What is known of the guard's entry, which is there. Counts nothing and is no use. O(parts and tags), and a bounded
    /// number of steps through the order of eviction.
    public static Explanation of(ShardGuard guard) {
        Shard shard = guard.shard;
        int slot = guard.find();
        return new Explanation(
                guard.handle(slot),
                guard.encoding(slot),
                guard.valueBytes(slot),
                EntryBytes.of(shard, slot),
                frees(shard, slot),
                guard.owners(slot),
                guard.idleMs(slot),
                guard.isLfu() ? guard.uses(slot) : -1,
                guard.deadline(slot),
                shard.families.prefixes().nameOfId(shard.prefix(slot)),
                List.of(EntryTags.of(guard)),
                place(guard, shard, slot));
    }

    private static Place place(ShardGuard guard, Shard shard, int slot) {
        boolean isLinked = (shard.slots.flags(slot) & SlotFlags.LINKED) != 0;
        int tail = shard.list.tail();
        int before = isLinked ? shard.policy.before(slot, STEPS_MAX) : EvictionPolicy.UNKNOWN;
        return new Place(
                shard.policyKind.text(),
                isLinked && shard.policyKind.evicts(),
                before,
                shard.number,
                shard.list.size(),
                tail == NO_SLOT ? 0 : guard.idleMs(tail));
    }

    /// Its own bytes but what replies are being sent from, and what it is the last to refer to.
    private static long frees(Shard shard, int slot) {
        long frees = shard.ownBytes(slot);
        int kind = shard.slots.kind(slot);
        if (kind == Kind.STRING_PARTS && shard.longs.owners(shard.valueHeader(slot)) > 1) {
            frees -= shard.longs.partBytes(shard.valueHeader(slot));
        }
        if (kind == Kind.STRING_SHARED) {
            frees += ofLast(shard, shard.shared(slot));
        }
        return shard.isTagged(slot) ? frees + ofLast(shard, shard.tagList(slot)) : frees;
    }

    private static long ofLast(Shard shard, int reference) {
        return shard.interner.owners(reference) == 1 ? shard.interner.memoryBytes(reference) : 0;
    }
}
