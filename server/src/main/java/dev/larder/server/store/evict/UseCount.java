package dev.larder.server.store.evict;

import dev.larder.server.store.slot.SlotTable;

/// The use count LFU keeps in a slot, for those who show it.
public final class UseCount {
    /// What a new entry starts with, so that it is not the next victim at once.
    public static final int INITIAL = 5;

    /// Where counting ends.
    public static final int MAX = 255;

    private UseCount() {}

    /// The count of `slot` as of `stamp`, decayed by its idle time.
    public static int of(SlotTable slots, int slot, int stamp, PolicySettings settings) {
        return LfuPolicy.decayed(slots, slot, stamp, settings.lfuDecayMinutes());
    }
}
