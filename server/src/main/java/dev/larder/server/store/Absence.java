package dev.larder.server.store;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.server.store.slot.Handle;
import java.util.Locale;

/// Why a read of a key would find nothing, or that it would find something.
///
/// @param state what became of the key
/// @param handle that of a live entry, else 0
/// @param atMs when an entry ended, in milliseconds since 1970; or, of what somebody fills or is known to be absent, until
///     when that is so; else 0
/// @param idleMs for how long an evicted entry had not been used, or a live one has not
/// @param isByTag whether an invalidated entry ended through a tag, and not through its prefix
/// @param family what that is called, a character a byte; an empty text if it is not known any more
/// @param isProbable whether there may have been records of this key that are lost
public record Absence(
        State state,
        long handle,
        long atMs,
        long idleMs,
        boolean isByTag,
        String family,
        boolean isProbable) {
    /// What becomes of keys.
    public enum State {
        /// It has a value.
        LIVE,
        /// Nothing is known of it.
        NEVER_SEEN,
        /// Its entry was evicted.
        EVICTED,
        /// Its time ran out.
        EXPIRED,
        /// It was deleted.
        DELETED,
        /// Its database was emptied.
        FLUSHED,
        /// Its prefix or one of its tags was invalidated.
        INVALIDATED,
        /// Somebody has the lease to fill it.
        LEASED,
        /// It is remembered that there is no such thing.
        ABSENT,
        /// It is not there, and nothing is recorded.
        UNKNOWN;

        /// As replies have it: `never-seen`.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private static State of(Ending ending) {
            return switch (ending) {
                case EVICTED -> EVICTED;
                case EXPIRED -> EXPIRED;
                case DELETED -> DELETED;
                case FLUSHED -> FLUSHED;
                case INVALIDATED -> INVALIDATED;
            };
        }
    }

    private static Absence plain(State state, long atMs, boolean isProbable) {
        return new Absence(state, Handle.NONE, atMs, 0, false, "", isProbable);
    }

    /// What became of the guard's key. Counts nothing and is no use; an entry of the key that is over, and was not freed
    /// yet, is freed.
    public static Absence of(ShardGuard guard) {
        Shard shard = guard.shard;
        int slot = guard.find();
        if (slot != NO_SLOT) {
            long handle = guard.handle(slot);
            long idleMs = guard.idleMs(slot);
            return new Absence(State.LIVE, handle, 0, idleMs, false, "", false);
        }
        int hidden = guard.raw();
        if (hidden != NO_SLOT && shard.expireAtMs(hidden) > guard.nowMs()) {
            return switch (shard.slots.kind(hidden)) {
                case Kind.LEASE -> plain(State.LEASED, shard.expireAtMs(hidden), false);
                case Kind.ABSENT -> plain(State.ABSENT, shard.expireAtMs(hidden), false);
                default -> stale(guard, shard, hidden);
            };
        }
        guard.endFlushed();
        return recorded(guard, shard, guard.store().ghosts());
    }

    /// An entry that is in its grace: because its time ran out, or a family of it was invalidated before that.
    private static Absence stale(ShardGuard guard, Shard shard, int slot) {
        long deadline = Grace.softDeadline(shard, slot);
        if (deadline <= guard.nowMs()) {
            return plain(State.EXPIRED, deadline, false);
        }
        int detail = shard.families.culprit(shard, slot);
        return new Absence(
                State.INVALIDATED,
                Handle.NONE,
                guard.nowMs(),
                0,
                Ghosts.isByTag(detail),
                guard.store().ghosts().name(detail),
                false);
    }

    private static Absence recorded(ShardGuard guard, Shard shard, Ghosts ghosts) {
        GhostTable table = shard.ghosts;
        if (!table.isOn()) {
            return plain(State.UNKNOWN, 0, true);
        }
        long hash = guard.hash();
        int database = guard.database();
        long record = table.find(hash, database);
        if (record == GhostTable.NONE) {
            boolean isSure =
                    ghosts.isComplete()
                            && !table.isFull(hash, database)
                            && !shard.databases.wasSwappedSince(database, 1);
            return plain(State.NEVER_SEEN, 0, !isSure);
        }
        int detail = table.detail(record);
        State state = State.of(table.ending(record));
        long atMs = table.atMs(record, guard.nowMs());
        boolean isInvalidated = state == State.INVALIDATED;
        return new Absence(
                state,
                Handle.NONE,
                atMs,
                state == State.EVICTED ? Ghosts.idleMs(detail) : 0,
                isInvalidated && Ghosts.isByTag(detail),
                isInvalidated ? ghosts.name(detail) : "",
                shard.databases.wasSwappedSince(database, atMs));
    }
}
