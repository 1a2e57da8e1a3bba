package dev.larder.protocol.bytes;

import java.nio.charset.StandardCharsets;

/// Numbers and letters as the protocol spells them: read from bytes and written to bytes, with no
/// string in between.
public final class Ascii {
    /// The most bytes a long takes in decimal: a sign and 19 digits.
    public static final int LONG_BYTES = 20;

    private static final byte[] LONG_MIN =
            Long.toString(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);

    private static final long[] POWERS_OF_TEN = new long[19];

    static {
        long power = 1;
        for (int digits = 0; digits < POWERS_OF_TEN.length; digits++) {
            POWERS_OF_TEN[digits] = power;
            power *= 10;
        }
    }

    private Ascii() {}

    /// How many bytes `value` takes in decimal, its sign included.
    public static int digits(long value) {
        if (value == Long.MIN_VALUE) {
            return LONG_BYTES;
        }
        int sign = value < 0 ? 1 : 0;
        long magnitude = Math.abs(value);
        int digits = 1;
        while (digits < POWERS_OF_TEN.length && magnitude >= POWERS_OF_TEN[digits]) {
            digits++;
        }
        return sign + digits;
    }

    /// Writes `value` in decimal into `array` at `at`, and returns where it ends.
    public static int writeLong(byte[] array, int at, long value) {
        int end = at + digits(value);
        if (value == Long.MIN_VALUE) {
            System.arraycopy(LONG_MIN, 0, array, at, LONG_MIN.length);
            return end;
        }
        if (value < 0) {
            array[at] = '-';
        }
        long magnitude = Math.abs(value);
        int index = end;
        do {
            array[--index] = (byte) ('0' + magnitude % 10);
            magnitude /= 10;
        } while (magnitude != 0);
        return end;
    }

    /// Whether the bytes are a long as Redis accepts it: a minus sign or none, no leading zero.
    public static boolean isLong(byte[] array, int offset, int length) {
        if (length == 0 || length > LONG_BYTES) {
            return false;
        }
        int at = offset;
        int end = offset + length;
        if (array[at] == '-') {
            at++;
        } else if (array[at] == '0') {
            return length == 1;
        }
        if (at == end || array[at] < '1' || array[at] > '9') {
            return false;
        }
        boolean negative = at > offset;
        // Negative numbers reach further by one, so the sum is kept negative.
        long limit = negative ? Long.MIN_VALUE : -Long.MAX_VALUE;
        long sum = 0;
        for (; at < end; at++) {
            int digit = array[at] - '0';
            if (digit < 0 || digit > 9 || sum < limit / 10) {
                return false;
            }
            sum *= 10;
            if (sum < limit + digit) {
                return false;
            }
            sum -= digit;
        }
        return true;
    }

    /// The long the bytes spell; only where [#isLong].
    public static long parseLong(byte[] array, int offset, int length) {
        boolean negative = array[offset] == '-';
        long sum = 0;
        for (int at = negative ? offset + 1 : offset; at < offset + length; at++) {
            sum = sum * 10 - (array[at] - '0');
        }
        return negative ? sum : -sum;
    }

    /// `value` as Redis prints a double: as few digits as tell it from every other double.
    public static String text(double value) {
        return Double.toString(value);
    }
}
