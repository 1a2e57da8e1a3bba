package dev.larder.server.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which kinds of requests are sent, and how many of one for how many of another.
///
/// @param name as it is shown
/// @param first a kind
/// @param firstWeight its share, of the sum of both weights
/// @param second another kind, or the same
/// @param secondWeight its share
public record Workload(
        String name, Operation first, int firstWeight, Operation second, int secondWeight) {
    private static final Pattern RATIO = Pattern.compile("(\\d{1,6}):(\\d{1,6})");

    /// One kind of requests only.
    public static Workload of(Operation only) {
        return new Workload(only.name(), only, 1, only, 0);
    }

    /// Writes and reads as `SETS:GETS` says.
    ///
    /// @throws IllegalArgumentException if it is not that
    public static Workload ratio(String text) {
        Matcher parts = RATIO.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not SETS:GETS, such as 1:10");
        }
        int sets = Integer.parseInt(parts.group(1));
        int gets = Integer.parseInt(parts.group(2));
        if (sets + gets == 0) {
            throw new IllegalArgumentException("'" + text + "' leaves nothing to send");
        }
        return new Workload("SET:GET " + text, Operation.SET, sets, Operation.GET, gets);
    }

    /// One workload for each word of a list such as `get,set`.
    ///
    /// @throws IllegalArgumentException if one names no kind of request
    public static List<Workload> tests(String text) {
        var workloads = new ArrayList<Workload>();
        for (String word : text.split(",", -1)) {
            try {
                workloads.add(of(Operation.valueOf(word.strip().toUpperCase(Locale.ROOT))));
            } catch (IllegalArgumentException _) {
                throw new IllegalArgumentException(
                        "'" + word + "' is not one of set, get, mget, incr, ping");
            }
        }
        return workloads;
    }

    /// The kind of the next request.
    Operation next(SplittableRandom random) {
        if (secondWeight == 0) {
            return first;
        }
        return random.nextInt(firstWeight + secondWeight) < firstWeight ? first : second;
    }

    /// Whether requests of `kind` are part of it.
    boolean sends(Operation kind) {
        return (first == kind && firstWeight > 0) || (second == kind && secondWeight > 0);
    }
}
