package dev.larder.server.command.string;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.protocol.bytes.Slice;
import dev.larder.server.command.Args;
import dev.larder.server.store.ShardGuard;

/// Writing an argument into the middle, or at the end, of a value.
final class Splice {
    private Splice() {}

    /// Length of the value now, 0 if there is none.
    static long lengthNow(ShardGuard guard) {
        int slot = guard.find();
        return slot == NO_SLOT ? 0 : guard.valueBytes(slot);
    }

    /// Writes argument `index` over the value from byte `at` on. Room for it has been reserved.
    static void write(ShardGuard guard, long at, Args args, int index) {
        if (args.isBig(index)) {
            guard.splice(at, args.big(index));
        } else {
            Slice bytes = args.slice(index);
            guard.splice(at, bytes.array(), bytes.offset(), bytes.length());
        }
    }
}
