package dev.larder.server.check;

/// A structure of the store is not as its invariants say: a bug of ours, never of a client.
///
/// Carries the number of the broken invariant (**M5**, **L2**, ...) apart from the text, so that a
/// reader finds the sentence that is false in the class that states it. Never caught for recovery:
/// the process stops after one log line, and only `LARDER VERIFY` answers with it instead.
public final class InvariantViolation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String invariant;

    /// The violation of `invariant`, a registered number, described by `text`.
    public InvariantViolation(String invariant, String text) {
        super(invariant + ": " + text);
        this.invariant = invariant;
    }

    /// The same with what led to it.
    public InvariantViolation(String invariant, String text, Throwable cause) {
        super(invariant + ": " + text, cause);
        this.invariant = invariant;
    }

    /// The number of the invariant that does not hold.
    public String invariant() {
        return invariant;
    }

    /// Throws unless `holds`. The overloads take primitives, so that a check that holds allocates
    /// nothing; a format is only read when the check fails.
    public static void require(boolean holds, String invariant, String text) {
        if (!holds) {
            throw new InvariantViolation(invariant, text);
        }
    }

    /// Throws unless `holds`, with one number in the text (`%d` or `%x`).
    public static void require(boolean holds, String invariant, String format, long a) {
        if (!holds) {
            throw new InvariantViolation(invariant, String.format(format, a));
        }
    }

    /// Throws unless `holds`, with two numbers in the text.
    public static void require(boolean holds, String invariant, String format, long a, long b) {
        if (!holds) {
            throw new InvariantViolation(invariant, String.format(format, a, b));
        }
    }

    /// Throws unless `holds`, with three numbers in the text.
    public static void require(
            boolean holds, String invariant, String format, long a, long b, long c) {
        if (!holds) {
            throw new InvariantViolation(invariant, String.format(format, a, b, c));
        }
    }

    /// Throws unless `holds`, with four numbers in the text.
    public static void require(
            boolean holds, String invariant, String format, long a, long b, long c, long d) {
        if (!holds) {
            throw new InvariantViolation(invariant, String.format(format, a, b, c, d));
        }
    }
}
