package dev.larder.server.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Which values were written lately, as a hint: a direct-mapped table of fingerprints.
///
/// ```text
///   31                         12 11            0
///   +----------------------------+--------------+
///   |  20 bits of value's hash   |  12 of key's |     the last value that fell on this cell
///   +----------------------------+--------------+
/// ```
///
/// A value counts as repeated only if another key had it: an entry that is refreshed with what it holds,
/// or set again after it expired, gains nothing by sharing. All loops use one table without a lock. A
/// fingerprint may be wrong or lost, which costs a tenant with one owner, or the chance to share once;
/// nothing is ever shared on its word.
final class RecentValues {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(int[].class);
    private static final int BITS = 15;
    private static final int KEY_BITS = 12;
    private static final int KEY_MASK = (1 << KEY_BITS) - 1;

    private final int[] cells = new int[1 << BITS];

    /// Whether another key than that of `keyHash` lately had the value of `valueHash`. Remembers the value.
    boolean isRepeated(long valueHash, long keyHash) {
        int place = (int) valueHash & cells.length - 1;
        int mark = (int) (valueHash >>> BITS) << KEY_BITS;
        int key = (int) (keyHash >>> 20) & KEY_MASK;
        int cell = (int) CELL.getOpaque(cells, place);
        if ((cell & ~KEY_MASK) == mark) {
            return (cell & KEY_MASK) != key;
        }
        CELL.setOpaque(cells, place, mark | key);
        return false;
    }
}
