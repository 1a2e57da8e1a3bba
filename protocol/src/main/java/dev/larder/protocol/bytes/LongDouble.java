package dev.larder.protocol.bytes;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// A number as `INCRBYFLOAT` counts with it in Redis: the `long double` of C on x86, which has 64
/// bits of precision, so that most decimal fractions come out as people expect.
///
/// Kept as the exact decimal value of those bits. Adding rounds once, to the nearest, ties to even.
/// Allocates; digits and exponents are bounded, so hostile numbers are as cheap as others.
public final class LongDouble {
    /// What [#parse] returns for bytes that are no number.
    public static final LongDouble NOT_A_NUMBER =
            new LongDouble(BigDecimal.ZERO, Kind.NOT_A_NUMBER);

    /// The most bytes that may spell a number.
    public static final int TEXT_BYTES_MAX = 5 * 1024 - 1;

    private static final LongDouble INFINITY = new LongDouble(BigDecimal.ZERO, Kind.INFINITE);
    private static final LongDouble MINUS_INFINITY =
            new LongDouble(BigDecimal.ZERO, Kind.MINUS_INFINITE);

    private static final int PRECISION_BITS = 64;

    /// The powers of two of the last bit of the smallest and of the largest numbers.
    private static final int UNIT_MIN = -16445;

    private static final int UNIT_MAX = 16383 - (PRECISION_BITS - 1);

    /// Powers of ten and of two beyond all those numbers.
    private static final int MAGNITUDE_MAX = 5_000;

    private static final int PRINTED_FRACTION_DIGITS = 17;

    private enum Kind {
        FINITE,
        INFINITE,
        MINUS_INFINITE,
        NOT_A_NUMBER
    }

    private final BigDecimal value;
    private final Kind kind;

    private LongDouble(BigDecimal value, Kind kind) {
        this.value = value;
        this.kind = kind;
    }

    /// The number the bytes spell, or [#NOT_A_NUMBER]; the grammar is that of [Decimals#parse].
    public static LongDouble parse(byte[] array, int offset, int length) {
        if (length > TEXT_BYTES_MAX) {
            return NOT_A_NUMBER;
        }
        NumberScan scan = new NumberScan(array, offset, length);
        if (!scan.isNumber()) {
            return NOT_A_NUMBER;
        }
        if (scan.isInfinite()) {
            return scan.isNegative() ? MINUS_INFINITY : INFINITY;
        }
        if (scan.isZero()) {
            return new LongDouble(BigDecimal.ZERO, Kind.FINITE);
        }
        LongDouble magnitude = rounded(scan);
        if (magnitude.kind != Kind.FINITE || magnitude.value.signum() == 0) {
            return NOT_A_NUMBER;
        }
        return scan.isNegative()
                ? new LongDouble(magnitude.value.negate(), Kind.FINITE)
                : magnitude;
    }

    private static LongDouble rounded(NumberScan scan) {
        int unit = scan.power();
        long magnitude = unit + (long) scan.digits() * (scan.isHex() ? 4 : 1);
        long magnitudeMax = scan.isHex() ? 4L * MAGNITUDE_MAX : MAGNITUDE_MAX;
        if (Math.abs(magnitude) > magnitudeMax) {
            return NOT_A_NUMBER;
        }
        BigInteger digits = new BigInteger(scan.mantissa(), scan.isHex() ? 16 : 10);
        BigDecimal exact =
                scan.isHex() ? timesPowerOfTwo(digits, unit) : new BigDecimal(digits, -unit);
        return round(exact);
    }

    /// Whether this is a number, infinities among them.
    public boolean isNumber() {
        return kind != Kind.NOT_A_NUMBER;
    }

    /// Whether this is a number and not infinite.
    public boolean isFinite() {
        return kind == Kind.FINITE;
    }

    /// The sum, rounded. Infinite or no number at all under the rules of IEEE 754.
    public LongDouble plus(LongDouble other) {
        if (isFinite() && other.isFinite()) {
            return round(value.add(other.value));
        }
        if (isFinite()) {
            return other;
        }
        return other.isFinite() || other.kind == kind ? this : NOT_A_NUMBER;
    }

    /// The number as Redis shows it to people: 17 digits after the point at most, no exponent, no
    /// zeros at the end.
    public String text() {
        return switch (kind) {
            case INFINITE -> "inf";
            case MINUS_INFINITE -> "-inf";
            case NOT_A_NUMBER -> "nan";
            case FINITE -> {
                BigDecimal shown = value.setScale(PRINTED_FRACTION_DIGITS, RoundingMode.HALF_EVEN);
                yield shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString();
            }
        };
    }

    /// The nearest number that 64 bits can hold.
    private static LongDouble round(BigDecimal exact) {
        if (exact.signum() == 0) {
            return new LongDouble(BigDecimal.ZERO, Kind.FINITE);
        }
        BigInteger numerator = exact.unscaledValue().abs();
        BigInteger denominator = BigInteger.ONE;
        if (exact.scale() > 0) {
            denominator = BigInteger.TEN.pow(exact.scale());
        } else {
            numerator = numerator.multiply(BigInteger.TEN.pow(-exact.scale()));
        }
        // A quotient of at least 64 bits and at most 65: one bit too many is rounded away below.
        int unit = numerator.bitLength() - denominator.bitLength() - PRECISION_BITS;
        BigInteger mantissa = quotient(numerator, denominator, unit);
        if (mantissa.bitLength() > PRECISION_BITS) {
            unit++;
            mantissa = quotient(numerator, denominator, unit);
        }
        if (unit < UNIT_MIN) {
            unit = UNIT_MIN;
            mantissa = quotient(numerator, denominator, unit);
        }
        if (unit > UNIT_MAX || (unit == UNIT_MAX && mantissa.bitLength() > PRECISION_BITS)) {
            return exact.signum() < 0 ? MINUS_INFINITY : INFINITY;
        }
        BigInteger signed = exact.signum() < 0 ? mantissa.negate() : mantissa;
        return new LongDouble(timesPowerOfTwo(signed, unit), Kind.FINITE);
    }

    /// `numerator / (denominator * 2^unit)`, to the nearest whole number, ties to the even one.
    private static BigInteger quotient(BigInteger numerator, BigInteger denominator, int unit) {
        BigInteger dividend = unit < 0 ? numerator.shiftLeft(-unit) : numerator;
        BigInteger divisor = unit > 0 ? denominator.shiftLeft(unit) : denominator;
        BigInteger[] parts = dividend.divideAndRemainder(divisor);
        int half = parts[1].shiftLeft(1).compareTo(divisor);
        boolean up = half > 0 || (half == 0 && parts[0].testBit(0));
        return up ? parts[0].add(BigInteger.ONE) : parts[0];
    }

    private static BigDecimal timesPowerOfTwo(BigInteger number, int power) {
        if (power >= 0) {
            return new BigDecimal(number.shiftLeft(power));
        }
        // 2^-n is 5^n / 10^n.
        return new BigDecimal(number.multiply(BigInteger.valueOf(5).pow(-power)), -power);
    }
}
