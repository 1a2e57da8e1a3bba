package dev.larder.server.command.admin;

import java.util.Locale;

/// Numbers of bytes as people say them: `1.50M`.
final class Bytes {
    private static final String UNITS = "KMGTP";

    private Bytes() {}

    /// `bytes` with two decimals and the letter of its unit, as Redis prints it.
    static String human(long bytes) {
        if (bytes < 1024) {
            return bytes + "B";
        }
        int unit = (Long.SIZE - 1 - Long.numberOfLeadingZeros(bytes)) / 10;
        if (unit > UNITS.length()) {
            return bytes + "B";
        }
        double scaled = (double) bytes / (1L << (10 * unit));
        return String.format(Locale.ROOT, "%.2f%c", scaled, UNITS.charAt(unit - 1));
    }
}
