package dev.larder.server.config;

import java.util.Collection;
import java.util.Locale;

/// Finds the name that a misspelt one was probably meant to be.
///
/// The distance is Damerau's, restricted: insertions, deletions, replacements and swaps of neighbours
/// cost one each (G. Navarro, "A guided tour to approximate string matching", 2001). A candidate
/// counts as meant if it differs in at most a third of the word, and in three letters.
final class Nearest {
    private static final int DISTANCE_MAX = 3;

    private Nearest() {}

    /// The candidate nearest to `word`, or an empty text if none is near. O(candidates x length^2).
    static String of(String word, Collection<String> candidates) {
        String spelt = word.toLowerCase(Locale.ROOT).replace('_', '-');
        int limit = Math.clamp(spelt.length() / 3, 1, DISTANCE_MAX);
        String nearest = "";
        int nearestDistance = limit + 1;
        for (String candidate : candidates) {
            if (Math.abs(candidate.length() - spelt.length()) > limit) {
                continue;
            }
            int distance = distance(spelt, candidate);
            if (distance < nearestDistance) {
                nearest = candidate;
                nearestDistance = distance;
            }
        }
        return nearest;
    }

    static int distance(String from, String to) {
        int[] beforeLast = new int[to.length() + 1];
        int[] last = new int[to.length() + 1];
        int[] row = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            last[column] = column;
        }
        for (int line = 1; line <= from.length(); line++) {
            row[0] = line;
            for (int column = 1; column <= to.length(); column++) {
                boolean same = from.charAt(line - 1) == to.charAt(column - 1);
                int best = last[column - 1] + (same ? 0 : 1);
                best = Math.min(best, Math.min(last[column], row[column - 1]) + 1);
                if (isSwap(from, line, to, column)) {
                    best = Math.min(best, beforeLast[column - 2] + 1);
                }
                row[column] = best;
            }
            int[] spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
        }
        return last[to.length()];
    }

    private static boolean isSwap(String from, int line, String to, int column) {
        return line > 1
                && column > 1
                && from.charAt(line - 1) == to.charAt(column - 2)
                && from.charAt(line - 2) == to.charAt(column - 1);
    }
}
