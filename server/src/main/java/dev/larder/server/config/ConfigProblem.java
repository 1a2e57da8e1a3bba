package dev.larder.server.config;

/// Something wrong in what the server was told, and what would be right.
///
/// @param kind what sort of mistake it is
/// @param origin the file and line, `environment` or `options`
/// @param key the setting, as it was written
/// @param reason what is wrong
/// @param expected what a right value looks like, or an empty text
/// @param suggestion what was probably meant, or an empty text
public record ConfigProblem(
        Kind kind, String origin, String key, String reason, String expected, String suggestion) {
    /// The sorts of mistakes; the exit code depends on them.
    public enum Kind {
        /// The command line itself: an unknown option, a missing value.
        USAGE,
        /// A file that cannot be read.
        INPUT,
        /// A setting that does not exist, or a value that it does not take.
        SETTING
    }

    /// One line: `larder.conf:3: port: 'x' is not an integer; expected ...; did you mean ...?`
    public String text() {
        var text = new StringBuilder(origin).append(": ");
        if (!key.isEmpty()) {
            text.append(key).append(": ");
        }
        text.append(reason);
        if (!expected.isEmpty()) {
            text.append("; expected ").append(expected);
        }
        if (!suggestion.isEmpty()) {
            text.append("; did you mean '").append(suggestion).append("'?");
        }
        return printable(text);
    }

    /// Control characters would let a file write to the terminal.
    private static String printable(CharSequence text) {
        var printable = new StringBuilder(text.length());
        for (int index = 0; index < text.length(); index++) {
            char letter = text.charAt(index);
            printable.append(Character.isISOControl(letter) ? '?' : letter);
        }
        return printable.toString();
    }
}
