package dev.larder.server.store;

import dev.larder.server.store.intern.TagSet;
import dev.larder.server.store.intern.Tags;
import org.jspecify.annotations.Nullable;

/// Counts the entries of one shard with their families. Guarded by the shard.
final class FamilyRoll {
    private final Shard shard;
    private final Tags tags;

    /// What is counted by prefix.
    final Members members;

    private @Nullable TagSet scratch;

    FamilyRoll(Shard shard) {
        this.shard = shard;
        this.tags = shard.families.tags();
        this.members = shard.families.prefixes().members(shard.number);
    }

    /// The entry in `slot` belongs to its families from now on. The list of its tags, unless it `keepsTags` from before,
    /// has been counted for it.
    void join(int slot, boolean keepsTags) {
        int prefix = shard.prefix(slot);
        if (prefix != Prefixes.NONE) {
            members.add(prefix, 1, shard.ownBytes(slot));
        }
        if (!keepsTags && shard.isTagged(slot)) {
            tags.count(shard.tagList(slot), 1, scratch());
        }
    }

    /// The entry leaves them, and gives the list back unless it `keepsTags`. Before anything of it changes.
    void leave(int slot, boolean keepsTags) {
        int prefix = shard.prefix(slot);
        if (prefix != Prefixes.NONE) {
            members.add(prefix, -1, -shard.ownBytes(slot));
        }
        if (!keepsTags && shard.isTagged(slot)) {
            int list = shard.tagList(slot);
            tags.count(list, -1, scratch());
            tags.release(list, scratch());
        }
    }

    /// The parts of a value leave the blob of an entry that is counted with them.
    void leaveParts(int slot) {
        int prefix = shard.prefix(slot);
        if (prefix != Prefixes.NONE) {
            members.add(prefix, 0, -shard.longs.chunkBytes(shard.valueHeader(slot)));
        }
    }

    /// Room to work with lists of tags.
    TagSet scratch() {
        TagSet room = scratch;
        if (room == null) {
            room = new TagSet();
            scratch = room;
        }
        return room;
    }
}
