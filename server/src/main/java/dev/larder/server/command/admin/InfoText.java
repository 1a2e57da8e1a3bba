package dev.larder.server.command.admin;

import java.util.Locale;

/// The text of `INFO` as it is put together: sections of `name:value` lines.
final class InfoText {
    private final StringBuilder text = new StringBuilder(8 * 1024);

    /// Begins a section.
    void section(String title) {
        if (!text.isEmpty()) {
            text.append("\r\n");
        }
        text.append("# ").append(title).append("\r\n");
    }

    /// A line with a whole number.
    void field(String name, long value) {
        text.append(name).append(':').append(value).append("\r\n");
    }

    /// A line with a word. Line ends in it would tear the report apart, so they are replaced.
    void field(String name, String value) {
        text.append(name).append(':').append(oneLine(value)).append("\r\n");
    }

    /// A line with a number of `digits` decimals.
    void decimal(String name, double value, int digits) {
        text.append(name).append(':').append(rounded(value, digits)).append("\r\n");
    }

    /// A line with a number of bytes, and another that says it as people do.
    void bytes(String name, long bytes) {
        field(name, bytes);
        field(name + "_human", Bytes.human(bytes));
    }

    /// `value` with `digits` decimals, 0 if it is not a number.
    static String rounded(double value, int digits) {
        double finite = Double.isFinite(value) ? value : 0;
        return String.format(Locale.ROOT, "%." + digits + "f", finite);
    }

    private static String oneLine(String value) {
        return value.replace('\r', ' ').replace('\n', ' ');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
