package dev.larder.server.config;

import java.util.ArrayList;
import java.util.List;

/// Splits a line of a configuration file into words and quotes words for one, by redis.conf's rules.
///
/// Words stand apart by blanks. A word in double quotes may hold blanks and the escapes `\n \r \t
/// \b \a \xHH`, any other escaped character standing for itself; in single quotes only `\'` is
/// special. A closing quote must end the word.
final class Words {
    private static final String HEX = "0123456789abcdef";

    private final String line;
    private int at;

    private Words(String line) {
        this.line = line;
    }

    /// The words of `line`.
    ///
    /// @throws BadValueException if quotes are not closed, or closed in the middle of a word
    static List<String> split(String line) throws BadValueException {
        return new Words(line).words();
    }

    private List<String> words() throws BadValueException {
        var words = new ArrayList<String>();
        while (true) {
            while (at < line.length() && isBlank(line.charAt(at))) {
                at++;
            }
            if (at == line.length()) {
                return words;
            }
            words.add(word());
        }
    }

    private String word() throws BadValueException {
        var word = new StringBuilder();
        while (at < line.length() && !isBlank(line.charAt(at))) {
            char letter = line.charAt(at++);
            if (letter == '"' || letter == '\'') {
                quoted(letter, word);
                return word.toString();
            }
            word.append(letter);
        }
        return word.toString();
    }

    private void quoted(char quote, StringBuilder word) throws BadValueException {
        while (at < line.length()) {
            char letter = line.charAt(at++);
            if (letter == quote) {
                if (at < line.length() && !isBlank(line.charAt(at))) {
                    throw unbalanced("a closing quote is followed by more text");
                }
                return;
            }
            if (letter == '\\' && at < line.length()) {
                letter = quote == '"' ? escaped() : escapedQuoteOnly();
            }
            word.append(letter);
        }
        throw unbalanced("a quote is not closed");
    }

    private char escapedQuoteOnly() {
        if (line.charAt(at) == '\'') {
            at++;
            return '\'';
        }
        return '\\';
    }

    private char escaped() {
        if (line.charAt(at) == 'x' && at + 2 < line.length()) {
            int high = hexDigit(line.charAt(at + 1));
            int low = hexDigit(line.charAt(at + 2));
            if (high >= 0 && low >= 0) {
                at += 3;
                return (char) (high * 16 + low);
            }
        }
        char letter = line.charAt(at++);
        return switch (letter) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> '\u0007';
            default -> letter;
        };
    }

    private static BadValueException unbalanced(String reason) {
        return new BadValueException("Unbalanced quotes in configuration line", reason);
    }

    private static int hexDigit(char letter) {
        return HEX.indexOf(Character.toLowerCase(letter));
    }

    private static boolean isBlank(char letter) {
        return letter == ' ' || (letter >= '\t' && letter <= '\r');
    }

    /// `word` so that [#split] reads it back: as it is if it is plain, else in double quotes.
    static String quote(String word) {
        if (isPlain(word)) {
            return word;
        }
        var quoted = new StringBuilder("\"");
        for (int index = 0; index < word.length(); index++) {
            char letter = word.charAt(index);
            switch (letter) {
                case '"', '\\' -> quoted.append('\\').append(letter);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '\b' -> quoted.append("\\b");
                case '\u0007' -> quoted.append("\\a");
                default -> appendPrintable(quoted, letter);
            }
        }
        return quoted.append('"').toString();
    }

    private static void appendPrintable(StringBuilder quoted, char letter) {
        if (letter >= ' ' && letter <= '~') {
            quoted.append(letter);
        } else {
            quoted.append("\\x")
                    .append(HEX.charAt(letter >> 4 & 15))
                    .append(HEX.charAt(letter & 15));
        }
    }

    private static boolean isPlain(String word) {
        if (word.isEmpty() || word.charAt(0) == '#') {
            return false;
        }
        for (int index = 0; index < word.length(); index++) {
            char letter = word.charAt(index);
            if (letter <= ' '
                    || letter > '~'
                    || letter == '"'
                    || letter == '\''
                    || letter == '\\') {
                return false;
            }
        }
        return true;
    }
}
