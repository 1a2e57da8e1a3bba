package dev.larder.protocol.bytes;

import java.nio.charset.StandardCharsets;

/// Whole numbers and letters as the protocol spells them: read from bytes and written to bytes, with
/// no string in between. Allocates nothing.
public final class Ascii {
    /// The most bytes a long takes in decimal: a sign and 19 digits.
    public static final int LONG_BYTES = 20;

    private static final byte[] SMALLEST_LONG =
            Long.toString(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);

    private static final long[] POWERS_OF_TEN = new long[19];

    static {
        POWERS_OF_TEN[0] = 1;
        for (int exponent = 1; exponent < POWERS_OF_TEN.length; exponent++) {
            POWERS_OF_TEN[exponent] = 10 * POWERS_OF_TEN[exponent - 1];
        }
    }

    private Ascii() {}

    /// Whether the bytes are a long as Redis takes it: digits, perhaps after a minus sign, without
    /// leading zeros, in range. Exactly what [#writeLong] writes, then.
    public static boolean isLong(byte[] array, int offset, int length) {
        if (length == 0 || length > LONG_BYTES) {
            return false;
        }
        boolean negative = array[offset] == '-';
        int at = negative ? offset + 1 : offset;
        int end = offset + length;
        if (at == end || array[at] == '0') {
            return length == 1 && !negative;
        }
        // The sum is kept negative: that side of zero has one number more.
        long limit = negative ? Long.MIN_VALUE : -Long.MAX_VALUE;
        long sum = 0;
        for (; at < end; at++) {
            int digit = array[at] - '0';
            if (digit < 0 || digit > 9 || sum < limit / 10 || sum * 10 < limit + digit) {
                return false;
            }
            sum = sum * 10 - digit;
        }
        return true;
    }

    /// The long the bytes spell. They must be one: see [#isLong].
    public static long parseLong(byte[] array, int offset, int length) {
        boolean negative = array[offset] == '-';
        int end = offset + length;
        long sum = 0;
        for (int at = negative ? offset + 1 : offset; at < end; at++) {
            sum = sum * 10 - (array[at] - '0');
        }
        return negative ? sum : -sum;
    }

    /// How many bytes `value` takes in decimal, its sign included.
    public static int digits(long value) {
        if (value < 0) {
            return value == Long.MIN_VALUE ? LONG_BYTES : 1 + digits(-value);
        }
        // 1233 / 4096 is the logarithm of two to the base ten, near enough to be one too few at
        // most.
        int bits = Long.SIZE - Long.numberOfLeadingZeros(value | 1);
        int estimate = (bits * 1233) >>> 12;
        return value < POWERS_OF_TEN[estimate] ? Math.max(estimate, 1) : estimate + 1;
    }

    /// Writes `value` in decimal into `array` at `at`, and returns where it ends.
    public static int writeLong(byte[] array, int at, long value) {
        int end = at + digits(value);
        if (value == Long.MIN_VALUE) {
            System.arraycopy(SMALLEST_LONG, 0, array, at, SMALLEST_LONG.length);
            return end;
        }
        if (value < 0) {
            array[at] = '-';
        }
        long rest = Math.abs(value);
        int index = end;
        while (rest > Integer.MAX_VALUE) {
            long tenth = rest / 10;
            array[--index] = (byte) ('0' + (rest - tenth * 10));
            rest = tenth;
        }
        int small = (int) rest;
        do {
            int tenth = small / 10;
            array[--index] = (byte) ('0' + (small - tenth * 10));
            small = tenth;
        } while (small != 0);
        return end;
    }

    /// `letter`, in lower case if it is a letter of ASCII.
    public static byte lower(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? (byte) (letter + ('a' - 'A')) : letter;
    }
}
