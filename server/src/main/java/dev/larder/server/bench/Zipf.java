package dev.larder.server.bench;

import java.util.SplittableRandom;

/// Draws ranks of a Zipf distribution by rejection-inversion \[1\]: no table, O(1) whatever the number
/// of ranks, any exponent above 0, and at most 1.1 tries a draw on average.
///
/// `H` is the integral of `h(x) = x^-theta`. A uniform number between the values of `H` at the two ends is
/// carried back by the inverse of `H` and rounded to a rank; it is taken if it lies within the share of
/// the rank's bar, which it nearly always does. `H` and its inverse are written with `expm1` and `log1p`,
/// so that an exponent close to 1 loses no digits.
///
/// \[1\] W. Hörmann, G. Derflinger, "Rejection-inversion to generate variates from monotone discrete
/// distributions", ACM TOMACS 6 (1996), <https://doi.org/10.1145/235025.235029>
final class Zipf implements KeyChoice {
    /// Below this the quotients of [#slope] and [#inverseSlope] are given by their series.
    private static final double SMALL = 1e-8;

    private final long ranks;
    private final double theta;
    private final double integralFirst;
    private final double integralLast;
    private final double accepted;

    Zipf(long ranks, double theta) {
        this.ranks = ranks;
        this.theta = theta;
        this.integralFirst = integral(1.5) - 1;
        this.integralLast = integral(ranks + 0.5);
        this.accepted = 2 - inverse(integral(2.5) - height(2));
    }

    /// A rank, counted from 0, the most popular.
    @Override
    public long next(SplittableRandom random) {
        while (true) {
            double drawn = integralLast + random.nextDouble() * (integralFirst - integralLast);
            double at = inverse(drawn);
            long rank = Math.clamp((long) (at + 0.5), 1, ranks);
            if (rank - at <= accepted || drawn >= integral(rank + 0.5) - height((double) rank)) {
                return rank - 1;
            }
        }
    }

    private double height(double x) {
        return Math.exp(-theta * Math.log(x));
    }

    private double integral(double x) {
        double log = Math.log(x);
        return slope((1 - theta) * log) * log;
    }

    private double inverse(double area) {
        double exponent = Math.max(-1, area * (1 - theta));
        return Math.exp(inverseSlope(exponent) * area);
    }

    /// `(e^x - 1) / x`.
    private static double slope(double x) {
        return Math.abs(x) > SMALL ? Math.expm1(x) / x : 1 + x / 2;
    }

    /// `log(1 + x) / x`.
    private static double inverseSlope(double x) {
        return Math.abs(x) > SMALL ? Math.log1p(x) / x : 1 - x / 2;
    }
}
