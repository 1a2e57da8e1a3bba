package dev.larder.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Sets a paragraph into lines.
final class Prose {
    private Prose() {}

    /// `text` in lines of at most `width` characters, broken at blanks, each behind `prefix`.
    static List<String> wrap(String text, String prefix, int width) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder(prefix);
        for (String word : text.split(" ", 0)) {
            boolean first = line.length() == prefix.length();
            if (!first && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(prefix.length());
                first = true;
            }
            line.append(first ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /// `text` with its first letter in upper case.
    static String capitalized(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
