package dev.larder.protocol.bytes;

import java.nio.charset.StandardCharsets;

/// What bytes spell by the grammar of C's `strtod`, if they spell a number and nothing else: decimal
/// (`-1.5e3`), hexadecimal (`0x1.8p3`), or infinite (`inf`, `infinity`); never NaN, never blanks.
///
/// Tells sign, digits and exponent apart, for whoever makes a number of them: the value is
/// `head * 10^power` for a decimal number, `head * 2^power` for a hexadecimal one, as long as there
/// are no more than [#HEAD_DIGITS] digits; otherwise `head` holds only the first of them.
final class NumberScan {
    /// The most digits that [#head] holds, of either base.
    static final int HEAD_DIGITS = 15;

    /// Exponents are cut off here: far beyond what any number of ours can have.
    private static final int EXPONENT_MAX = 1_000_000;

    private static final int BITS_OF_HEX_DIGIT = 4;

    private final byte[] array;
    private final int start;
    private final int end;
    private int at;

    private boolean number;
    private boolean negative;
    private boolean infinite;
    private boolean hex;
    private int mantissaStart;
    private int mantissaEnd;
    private int fractionDigits;
    private int digits;
    private long head;
    private int exponent;

    NumberScan(byte[] array, int offset, int length) {
        this.array = array;
        this.start = offset;
        this.end = offset + length;
        this.at = offset;
        number = scan();
    }

    /// Whether the bytes are a number.
    boolean isNumber() {
        return number;
    }

    boolean isNegative() {
        return negative;
    }

    boolean isInfinite() {
        return infinite;
    }

    boolean isHex() {
        return hex;
    }

    boolean isZero() {
        return digits == 0;
    }

    /// How many digits there are from the first that is not zero on.
    int digits() {
        return digits;
    }

    /// The first digits, as a number.
    long head() {
        return head;
    }

    /// The power of ten, or of two for a hexadecimal number, of the last digit's unit.
    int power() {
        return exponent - fractionDigits * (hex ? BITS_OF_HEX_DIGIT : 1);
    }

    /// All digits without the point.
    String mantissa() {
        return text(mantissaStart, mantissaEnd).replace(".", "");
    }

    /// The number as written.
    String text() {
        return text(start, end);
    }

    private String text(int from, int to) {
        return new String(array, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private boolean scan() {
        negative = accept('-');
        if (!negative) {
            accept('+');
        }
        if (spells("inf") || spells("infinity")) {
            infinite = true;
            return true;
        }
        hex = end - at > 2 && array[at] == '0' && Ascii.lower(array[at + 1]) == 'x';
        if (hex) {
            at += 2;
        }
        return scanMantissa() && scanExponent() && at == end;
    }

    private boolean scanMantissa() {
        mantissaStart = at;
        boolean anyDigit = false;
        boolean point = false;
        for (; at < end; at++) {
            int digit = Character.digit(array[at], hex ? 16 : 10);
            if (digit >= 0) {
                anyDigit = true;
                fractionDigits += point ? 1 : 0;
                addDigit(digit);
            } else if (array[at] == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        mantissaEnd = at;
        return anyDigit;
    }

    private void addDigit(int digit) {
        if (digits > 0 || digit > 0) {
            digits++;
            if (digits <= HEAD_DIGITS) {
                head = head * (hex ? 16 : 10) + digit;
            }
        }
    }

    private boolean scanExponent() {
        if (at == end) {
            return true;
        }
        if (Ascii.lower(array[at]) != (hex ? 'p' : 'e')) {
            return false;
        }
        at++;
        boolean small = accept('-');
        if (!small) {
            accept('+');
        }
        int first = at;
        for (; at < end && array[at] >= '0' && array[at] <= '9'; at++) {
            exponent = Math.min(exponent * 10 + (array[at] - '0'), EXPONENT_MAX);
        }
        exponent = small ? -exponent : exponent;
        return at > first;
    }

    private boolean accept(char letter) {
        boolean there = at < end && array[at] == letter;
        at += there ? 1 : 0;
        return there;
    }

    private boolean spells(String lowerCase) {
        int length = lowerCase.length();
        if (end - at != length) {
            return false;
        }
        for (int index = 0; index < length; index++) {
            if (Ascii.lower(array[at + index]) != lowerCase.charAt(index)) {
                return false;
            }
        }
        return true;
    }
}
