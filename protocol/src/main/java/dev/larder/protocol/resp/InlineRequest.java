package dev.larder.protocol.resp;

/// The form of a request that people type: words between blanks, on a line.
///
/// A word may contain stretches in double quotes, where `\n \r \t \b \a \" \\ \xHH` are escapes, and in
/// single quotes, where only `\'` is one. The closing quote must end the word.
final class InlineRequest {
    private static final int HEX_ESCAPE_LENGTH = 4;

    private final byte[] line;
    private final int length;
    private int from;
    private int to;

    private InlineRequest(byte[] line, int length) {
        this.line = line;
        this.length = length;
    }

    /// Adds the words of the first `length` bytes of `line` to `args`. Resolves quotes and escapes in
    /// place: a word never gets longer by that. False if quotes do not match.
    static boolean split(byte[] line, int length, ArgVector args) {
        return new InlineRequest(line, length).split(args);
    }

    private boolean split(ArgVector args) {
        while (true) {
            while (from < length && isBlank(line[from])) {
                from++;
            }
            if (from == length) {
                return true;
            }
            int start = from;
            to = from;
            if (!word()) {
                return false;
            }
            args.add(start, to - start);
        }
    }

    private boolean word() {
        while (from < length) {
            byte letter = line[from++];
            switch (letter) {
                case ' ', '\n', '\r', '\t' -> {
                    return true;
                }
                case '"', '\'' -> {
                    return quoted(letter);
                }
                default -> line[to++] = letter;
            }
        }
        return true;
    }

    private boolean quoted(byte quote) {
        while (from < length) {
            byte letter = line[from];
            if (letter == quote) {
                from++;
                return from == length || isBlank(line[from]);
            }
            if (letter != '\\' || from + 1 == length) {
                line[to++] = letter;
                from++;
            } else if (quote == '"') {
                escape();
            } else {
                boolean escaped = line[from + 1] == '\'';
                line[to++] = escaped ? (byte) '\'' : letter;
                from += escaped ? 2 : 1;
            }
        }
        return false;
    }

    private void escape() {
        byte letter = line[from + 1];
        if (letter == 'x' && length - from >= HEX_ESCAPE_LENGTH) {
            int high = Character.digit(line[from + 2], 16);
            int low = Character.digit(line[from + 3], 16);
            if (high >= 0 && low >= 0) {
                line[to++] = (byte) (high << 4 | low);
                from += HEX_ESCAPE_LENGTH;
                return;
            }
        }
        line[to++] =
                switch (letter) {
                    case 'n' -> (byte) '\n';
                    case 'r' -> (byte) '\r';
                    case 't' -> (byte) '\t';
                    case 'b' -> (byte) '\b';
                    case 'a' -> (byte) 7;
                    default -> letter;
                };
        from += 2;
    }

    /// White space as the C library's `isspace` has it.
    private static boolean isBlank(byte letter) {
        return letter == ' ' || (letter >= '\t' && letter <= '\r');
    }
}
