package dev.larder.protocol.bytes;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Doubles as Redis reads and prints them.
///
/// Read: the grammar of C's `strtod` over all the bytes, without blanks and without NaN; what is too
/// large or too small for a double is refused. Printed: as few digits as tell the number from every
/// other double, without a fraction for whole numbers, with an exponent only where the plain form
/// would be much longer.
public final class Decimals {
    /// Numbers up to here, if they are whole, are printed as longs: half the longs there are.
    private static final double WHOLE_MAX = 0x1p62;

    /// The powers of ten that a double holds exactly: with a short number of digits, one operation
    /// with one of them gives the nearest double.
    private static final double[] EXACT_POWERS = new double[23];

    static {
        EXACT_POWERS[0] = 1;
        for (int power = 1; power < EXACT_POWERS.length; power++) {
            EXACT_POWERS[power] = 10 * EXACT_POWERS[power - 1];
        }
    }

    private Decimals() {}

    /// The double the bytes spell, or NaN if they spell none.
    public static double parse(byte[] array, int offset, int length) {
        NumberScan scan = new NumberScan(array, offset, length);
        if (!scan.isNumber()) {
            return Double.NaN;
        }
        double magnitude = scan.isInfinite() ? Double.POSITIVE_INFINITY : magnitude(scan);
        boolean tooLarge = Double.isInfinite(magnitude) && !scan.isInfinite();
        boolean tooSmall = magnitude == 0 && !scan.isZero();
        if (tooLarge || tooSmall) {
            return Double.NaN;
        }
        return scan.isNegative() ? -magnitude : magnitude;
    }

    private static double magnitude(NumberScan scan) {
        int power = scan.power();
        boolean exact =
                !scan.isHex()
                        && scan.digits() <= NumberScan.HEAD_DIGITS
                        && Math.abs(power) < EXACT_POWERS.length;
        if (exact) {
            double head = scan.head();
            return power < 0 ? head / EXACT_POWERS[-power] : head * EXACT_POWERS[power];
        }
        if (scan.isZero()) {
            return 0;
        }
        String text = scan.text();
        boolean bare = scan.isHex() && text.indexOf('p') < 0 && text.indexOf('P') < 0;
        return Math.abs(Double.parseDouble(bare ? text + "p0" : text));
    }

    /// `value` as Redis prints it.
    public static String text(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value < 0 ? "-inf" : "inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        if (Math.abs(value) <= WHOLE_MAX && value == Math.rint(value)) {
            return Long.toString((long) value);
        }
        String magnitude = spell(shortest(Math.abs(value)));
        return value < 0 ? "-" + magnitude : magnitude;
    }

    /// The number of fewest digits that is nearer to `value` than to any other double.
    private static BigDecimal shortest(double value) {
        BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        // Double.toString never gives fewer than two digits, and only the tiniest doubles do with
        // one.
        BigDecimal shorter = digits.round(new MathContext(1, RoundingMode.HALF_EVEN));
        return shorter.doubleValue() == value ? shorter : digits;
    }

    /// The digits with their point, as the printer of Redis (Grisu2 of `fpconv`) sets it.
    private static String spell(BigDecimal number) {
        String digits = number.unscaledValue().toString();
        int count = digits.length();
        int power = -number.scale();
        int exponent = power + count - 1;
        if (power >= 0 && Math.abs(exponent) < count + 7) {
            return digits + "0".repeat(power);
        }
        if (power < 0 && (power > -7 || Math.abs(exponent) < 4)) {
            int whole = count + power;
            return whole <= 0
                    ? "0." + "0".repeat(-whole) + digits
                    : digits.substring(0, whole) + "." + digits.substring(whole);
        }
        String fraction = count > 1 ? "." + digits.substring(1) : "";
        return digits.charAt(0) + fraction + (exponent < 0 ? "e-" : "e+") + Math.abs(exponent);
    }
}
