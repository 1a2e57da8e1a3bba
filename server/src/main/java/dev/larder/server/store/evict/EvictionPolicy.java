package dev.larder.server.store.evict;

/// What a read does to the eviction order of one shard, and who is next to go.
///
/// The shard itself links entries into its [LruList] when they are born (as the newest) and unlinks them
/// when they end; a policy adds what is particular to it. One instance a shard, guarded by the shard.
public interface EvictionPolicy {
    /// No place in the order.
    int UNKNOWN = -1;

    /// The entry was read or written at `stamp` (milliseconds of the store's clock, modulo 2^32).
    /// Called before the entry's own stamp is set.
    void used(int slot, int stamp);

    /// The entry is about to end or to leave the order.
    default void removed(int slot) {}

    /// The entry moved to another slot, which has its place in the order already.
    default void moved(int old, int fresh) {}

    /// The next entry to evict, or `NO_SLOT`: none there is, or none was found in a bounded search and
    /// asking again goes on searching.
    int victim(int stamp);

    /// How many candidates go before `slot`, a member of the order, if nothing is used from now on; [#UNKNOWN] if the
    /// policy cannot say, or if finding out takes more than `stepsMax` steps.
    default int before(int slot, int stepsMax) {
        return UNKNOWN;
    }

    /// How early this shard's victim should go compared with other shards': the lowest goes first.
    /// `Long.MAX_VALUE` when there is none. `now` is the store's clock in full.
    long rank(long now);

    /// Whether [#rank] is by the number of candidates, so that it changes whenever one comes or goes.
    default boolean ranksBySize() {
        return false;
    }
}
