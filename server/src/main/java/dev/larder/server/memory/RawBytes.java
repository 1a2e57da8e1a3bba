package dev.larder.server.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Loads, stores, copies and compares in the region, by offset from its start.
///
/// The one seam where the way of access could change without a caller noticing. Every access is
/// checked against the bounds of the region, so a wrong offset is an exception and never another
/// process's crash; whether it hits the *right* chunk is the caller's business. Numbers are in native
/// order and need no alignment. Nothing here is atomic: the caller holds the lock that guards the
/// bytes. Nothing but [#window] allocates.
public final class RawBytes {
    private static final VarHandle ARRAY_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    /// An instance field on purpose: a static one was measured slower.
    private final MemorySegment segment;

    RawBytes(MemorySegment segment) {
        this.segment = segment;
    }

    /// How many bytes there are; offsets run from 0 to one less.
    public long size() {
        return segment.byteSize();
    }

    /// The byte at `at`.
    public byte byteAt(long at) {
        return segment.get(JAVA_BYTE, at);
    }

    /// Stores `value` at `at`.
    public void putByte(long at, byte value) {
        segment.set(JAVA_BYTE, at, value);
    }

    /// The two bytes at `at`.
    public short shortAt(long at) {
        return segment.get(JAVA_SHORT_UNALIGNED, at);
    }

    /// Stores `value` at `at`.
    public void putShort(long at, short value) {
        segment.set(JAVA_SHORT_UNALIGNED, at, value);
    }

    /// The four bytes at `at`.
    public int intAt(long at) {
        return segment.get(JAVA_INT_UNALIGNED, at);
    }

    /// Stores `value` at `at`.
    public void putInt(long at, int value) {
        segment.set(JAVA_INT_UNALIGNED, at, value);
    }

    /// The eight bytes at `at`.
    public long longAt(long at) {
        return segment.get(JAVA_LONG_UNALIGNED, at);
    }

    /// Stores `value` at `at`.
    public void putLong(long at, long value) {
        segment.set(JAVA_LONG_UNALIGNED, at, value);
    }

    /// Loads the byte at each of the first `count` of `places`, so that its line is near when it is wanted.
    /// The loop is as short as can be: the more loads stand in the core's window at once, the more of
    /// their misses overlap. The answer, a sum, has no meaning, but must be kept somewhere or the compiler
    /// drops the loads.
    public int touch(long[] places, int count) {
        int sum = 0;
        for (int index = 0; index < count; index++) {
            sum += segment.get(JAVA_BYTE, places[index]);
        }
        return sum;
    }

    /// Copies `length` bytes of `from`, beginning at `offset`, to `at`.
    public void copyIn(byte[] from, int offset, long at, int length) {
        MemorySegment.copy(from, offset, segment, JAVA_BYTE, at, length);
    }

    /// Copies `length` bytes at `at` to `to`, beginning at `offset`.
    public void copyOut(long at, byte[] to, int offset, int length) {
        MemorySegment.copy(segment, JAVA_BYTE, at, to, offset, length);
    }

    /// Copies `length` bytes from `from` to `to` within the region; the two may overlap.
    public void copy(long from, long to, long length) {
        MemorySegment.copy(segment, from, segment, to, length);
    }

    /// Whether the `length` bytes at `at` are those of `array` from `offset`. Eight at a time.
    public boolean equal(long at, byte[] array, int offset, int length) {
        int index = 0;
        for (; index <= length - Long.BYTES; index += Long.BYTES) {
            long ours = segment.get(JAVA_LONG_UNALIGNED, at + index);
            if (ours != (long) ARRAY_LONG.get(array, offset + index)) {
                return false;
            }
        }
        for (; index < length; index++) {
            if (segment.get(JAVA_BYTE, at + index) != array[offset + index]) {
                return false;
            }
        }
        return true;
    }

    /// Sets `length` bytes at `at` to `value`.
    public void fill(long at, long length, byte value) {
        segment.asSlice(at, length).fill(value);
    }

    /// A direct buffer over the `length` bytes at `at`, in network order. Allocates the view: for large
    /// values and cold code. Good only as long as the owner of the bytes keeps them (a pinned value).
    public ByteBuffer window(long at, int length) {
        return segment.asSlice(at, length).asByteBuffer();
    }
}
