package dev.larder.protocol.resp;

import java.util.Arrays;

/// The bytes of replies on their way out: a growing array that one event loop fills, empties and
/// fills again, and the big values that leave between those bytes without being copied into them.
///
/// Shape: bytes `0` to [#position] of [#array] are replies; an attached value (see [#attach]) stands
/// before the byte at its own position. Whoever sends the buffer takes bytes and values in that
/// order and then calls [#clear]; from there on the values are the taker's to release.
///
/// A buffer made with an [Overflow] hands its bytes over in mid-reply when they pass a bound, so that
/// one huge reply needs no huge array. One thread only.
public final class ReplyBuffer {
    /// Capacity of a new and of a shrunk buffer.
    public static final int INITIAL_BYTES = 16 * 1024;

    private static final int ARRAY_BYTES_MAX = Integer.MAX_VALUE - 8;

    /// Takes the bytes and values of a buffer that has passed its bound in mid-reply.
    public interface Overflow {
        /// Sends, or copies away, everything in `buffer`, and then clears it.
        void drain(ReplyBuffer buffer);
    }

    private final Overflow overflow;
    private final int overflowBytes;

    private byte[] array = new byte[INITIAL_BYTES];
    private int position;
    private int drainedBytes;

    private BigReply[] attached = new BigReply[2];
    private int[] attachedAt = new int[2];
    private int attachedCount;

    /// A buffer that grows as far as its replies need.
    public ReplyBuffer() {
        this(ARRAY_BYTES_MAX, buffer -> {});
    }

    /// A buffer that calls `overflow` when it is asked for room while holding `overflowBytes`.
    public ReplyBuffer(int overflowBytes, Overflow overflow) {
        this.overflowBytes = overflowBytes;
        this.overflow = overflow;
    }

    /// The array behind the buffer; another one after any call of [#ensure].
    public byte[] array() {
        return array;
    }

    /// How many bytes of [#array] are replies.
    public int position() {
        return position;
    }

    /// Moves the end of the replies, after bytes were put into [#array] directly.
    public void position(int position) {
        assert position >= 0 && position <= array.length;
        this.position = position;
    }

    /// Makes room for `bytes` more. May replace [#array], or drain the buffer and move [#position].
    public void ensure(int bytes) {
        if (bytes > array.length - position) {
            makeRoom(bytes);
        }
    }

    private void makeRoom(int bytes) {
        if (position >= overflowBytes) {
            overflow.drain(this);
        }
        long needed = (long) position + bytes;
        if (needed > array.length) {
            if (needed > ARRAY_BYTES_MAX) {
                throw new OutOfMemoryError("a reply of " + needed + " bytes");
            }
            long doubled = Math.min(2L * array.length, ARRAY_BYTES_MAX);
            array = Arrays.copyOf(array, (int) Math.max(needed, doubled));
        }
    }

    /// Lets `value` leave right after the bytes written so far. The buffer owns it until it is sent.
    void attach(BigReply value) {
        if (attachedCount == attached.length) {
            attached = Arrays.copyOf(attached, 2 * attachedCount);
            attachedAt = Arrays.copyOf(attachedAt, 2 * attachedCount);
        }
        attached[attachedCount] = value;
        attachedAt[attachedCount] = position;
        attachedCount++;
    }

    /// How many big values wait among the bytes.
    public int attachedCount() {
        return attachedCount;
    }

    /// The big value number `index`, in order of position.
    public BigReply attached(int index) {
        assert index < attachedCount;
        return attached[index];
    }

    /// Where in [#array] the value number `index` stands: before the byte at this position.
    public int attachedAt(int index) {
        assert index < attachedCount;
        return attachedAt[index];
    }

    /// The current end of the replies, to come back to with [#rewind]; good even after a drain.
    public int mark() {
        return drainedBytes + position;
    }

    /// Forgets what was written since `mark` and releases the big values among it.
    /// False, and nothing is forgotten, if some of it has been drained already.
    public boolean rewind(int mark) {
        int target = mark - drainedBytes;
        if (target < 0 || target > position) {
            return false;
        }
        while (attachedCount > 0 && attachedAt[attachedCount - 1] > target) {
            attachedCount--;
            attached[attachedCount].release();
            attached[attachedCount] = BigReply.EMPTY;
        }
        position = target;
        return true;
    }

    /// Empties the buffer, whose bytes were sent or copied and whose values have a new owner.
    public void clear() {
        drainedBytes += position;
        position = 0;
        Arrays.fill(attached, 0, attachedCount, BigReply.EMPTY);
        attachedCount = 0;
    }

    /// Gives the array back to the heap if it grew; for an empty buffer that is about to idle.
    public void shrink() {
        if (position == 0 && array.length > INITIAL_BYTES) {
            array = new byte[INITIAL_BYTES];
        }
    }

    /// A copy of all bytes, with the big values in their places. For tests and cold code.
    public byte[] toBytes() {
        long total = position;
        for (int index = 0; index < attachedCount; index++) {
            total += attached[index].length();
        }
        byte[] bytes = new byte[Math.toIntExact(total)];
        int from = 0;
        int to = 0;
        for (int index = 0; index < attachedCount; index++) {
            int run = attachedAt[index] - from;
            System.arraycopy(array, from, bytes, to, run);
            from += run;
            to += run;
            int length = (int) attached[index].length();
            attached[index].copyTo(0, bytes, to, length);
            to += length;
        }
        System.arraycopy(array, from, bytes, to, position - from);
        return bytes;
    }
}
