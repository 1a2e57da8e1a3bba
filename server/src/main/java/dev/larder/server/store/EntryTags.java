package dev.larder.server.store;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.server.store.intern.Tags;

/// Changes the tags of an entry and nothing else of it: value, deadline, place in the order and handle stay.
///
/// Works on a guard, and may leave its shard for a moment to make room for a list of tags.
public final class EntryTags {
    /// There is no such entry.
    public static final int NO_ENTRY = -1;

    /// The entry would have more than [TagNames#TAGS_MAX] tags.
    public static final int TOO_MANY = -2;

    private EntryTags() {}

    /// The names of the tags of the guard's entry, which is there. Allocates.
    public static byte[][] of(ShardGuard guard) {
        Shard shard = guard.shard;
        int list = shard.tagList(guard.find());
        return list == Tags.NONE
                ? new byte[0][]
                : shard.families.tags().names(list, shard.roll.scratch());
    }

    /// Adds tags to those of the guard's entry. How many it did not have before, [#NO_ENTRY] or [#TOO_MANY].
    ///
    /// @throws StoreFullException if there is no memory and nothing may be evicted
    public static int add(ShardGuard guard, TagNames tags) {
        Tags all = guard.shard.families.tags();
        for (int attempt = 0; ; attempt++) {
            int slot = guard.find();
            if (slot == NO_SLOT) {
                return NO_ENTRY;
            }
            int list = guard.shard.tagList(slot);
            int before = all.size(list);
            int after = all.union(tags.set(), list);
            if (after > TagNames.TAGS_MAX) {
                return TOO_MANY;
            }
            if (after == before) {
                return 0;
            }
            int next = list == Tags.NONE ? all.list(tags.set()) : all.listWith(tags.set(), list);
            if (next != Tags.NONE) {
                change(guard, next);
                return after - before;
            }
            Belonging.lacks(attempt, guard.reservation());
            guard.makeRoom(attempt);
        }
    }

    /// Takes tags from the guard's entry. How many of them it had, or [#NO_ENTRY].
    ///
    /// @throws StoreFullException if there is no memory and nothing may be evicted
    public static int remove(ShardGuard guard, TagNames tags) {
        Tags all = guard.shard.families.tags();
        for (int attempt = 0; ; attempt++) {
            int slot = guard.find();
            if (slot == NO_SLOT) {
                return NO_ENTRY;
            }
            int list = guard.shard.tagList(slot);
            int before = all.size(list);
            int left = before == 0 ? 0 : all.without(tags.set(), list);
            if (left == before) {
                return 0;
            }
            int next = left == 0 ? Tags.NONE : all.listWithout(tags.set(), list);
            if (left == 0 || next != Tags.NONE) {
                change(guard, next);
                return before - left;
            }
            Belonging.lacks(attempt, guard.reservation());
            guard.makeRoom(attempt);
        }
    }

    private static void change(ShardGuard guard, int list) {
        guard.belonging().list(list);
        guard.open(ShardGuard.KEEP_DEADLINE).changeTags();
        guard.belonging().written();
    }
}
