package dev.larder.protocol.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A borrowed view of some bytes of an array: a name for them, not a copy of them.
///
/// Shape: `length` bytes of `array` from `offset`. The bytes belong to whoever filled the array (a
/// read buffer, as a rule) and are good until that owner moves on; what must live longer is copied
/// with [#toBytes]. A slice is mutable so that one object serves many requests without allocation.
public final class Slice {
    private static final byte[] EMPTY = {};

    private byte[] array = EMPTY;
    private int offset;
    private int length;

    /// A slice of nothing.
    public Slice() {}

    /// Points this slice at other bytes.
    public void set(byte[] array, int offset, int length) {
        assert offset >= 0 && length >= 0 && offset <= array.length - length;
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /// The array that holds the bytes, shared with its owner.
    public byte[] array() {
        return array;
    }

    /// Where in [#array] the bytes begin.
    public int offset() {
        return offset;
    }

    /// How many bytes there are.
    public int length() {
        return length;
    }

    /// The byte at `index`, counted from the slice's own beginning.
    public byte at(int index) {
        return array[offset + index];
    }

    /// Whether the bytes spell `upperCase`, in any mixture of cases. O(length), allocates nothing.
    public boolean is(String upperCase) {
        if (length != upperCase.length()) {
            return false;
        }
        for (int index = 0; index < length; index++) {
            int letter = array[offset + index];
            if (letter >= 'a' && letter <= 'z') {
                letter -= 'a' - 'A';
            }
            if (letter != upperCase.charAt(index)) {
                return false;
            }
        }
        return true;
    }

    /// Whether the bytes are exactly `bytes`.
    public boolean contentEquals(byte[] bytes) {
        return Arrays.equals(array, offset, offset + length, bytes, 0, bytes.length);
    }

    /// A copy of the bytes that outlives the buffer.
    public byte[] toBytes() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /// The bytes as text, one character a byte (ISO 8859-1), so that no byte is lost. Allocates.
    public String text() {
        return new String(array, offset, length, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return text();
    }
}
