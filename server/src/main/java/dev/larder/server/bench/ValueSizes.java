package dev.larder.server.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long values are: one length, a range, or lengths with weights; and in phases of equal time, if the
/// sizes are to shift while a run lasts.
///
/// ```text
///   32        20-400       100:70,1000:25,16384:5       64/1000/200-4000/32
/// ```
public final class ValueSizes {
    /// The longest value.
    static final int BYTES_MAX = 16 << 20;

    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");
    private static final int PHASES_MAX = 1000;
    private static final int WEIGHT_MAX = 1_000_000;

    private final String text;
    private final List<Phase> phases;
    private final int max;

    private ValueSizes(String text, List<Phase> phases) {
        this.text = text;
        this.phases = phases;
        this.max = phases.stream().mapToInt(Phase::max).max().orElse(0);
    }

    /// Reads sizes as they are drawn above.
    ///
    /// @throws IllegalArgumentException if they are not written so
    public static ValueSizes parse(String text) {
        var phases = new ArrayList<Phase>();
        for (String phase : text.split("/", -1)) {
            phases.add(Phase.parse(phase));
        }
        if (phases.size() > PHASES_MAX) {
            throw new IllegalArgumentException(
                    phases.size() + " phases (at most " + PHASES_MAX + ")");
        }
        return new ValueSizes(text, List.copyOf(phases));
    }

    /// The length of the value that `hash`, evenly distributed, stands for.
    ///
    /// @param elapsed how much of the run has passed, 0 to 1
    int bytes(long hash, double elapsed) {
        if (phases.size() == 1) {
            return phases.getFirst().bytes(hash);
        }
        int phase = Math.clamp((long) (elapsed * phases.size()), 0, phases.size() - 1);
        return phases.get(phase).bytes(hash);
    }

    /// The longest there is.
    int max() {
        return max;
    }

    @Override
    public String toString() {
        return text;
    }

    /// Sizes that do not change.
    private static final class Phase {
        /// The shortest and the longest of each range.
        private final int[] from;

        private final int[] to;

        /// The weights of the ranges so far, added up.
        private final int[] upTo;

        private Phase(int[] from, int[] to, int[] upTo) {
            this.from = from;
            this.to = to;
            this.upTo = upTo;
        }

        static Phase parse(String text) {
            String[] words = text.split(",", -1);
            var from = new int[words.length];
            var to = new int[words.length];
            var upTo = new int[words.length];
            int weights = 0;
            for (int i = 0; i < words.length; i++) {
                String[] parts = words[i].split(":", 2);
                Matcher range = RANGE.matcher(parts[0].strip());
                if (!range.matches()) {
                    throw malformed(words[i]);
                }
                from[i] = Integer.parseInt(range.group(1));
                String end = range.group(2);
                to[i] = end == null ? from[i] : Integer.parseInt(end);
                if (to[i] < from[i] || to[i] > BYTES_MAX) {
                    throw malformed(words[i]);
                }
                weights = Math.addExact(weights, parts.length == 1 ? 1 : weight(parts[1]));
                upTo[i] = weights;
            }
            return new Phase(from, to, upTo);
        }

        private static int weight(String word) {
            if (!word.matches("\\d{1,7}")) {
                throw malformed(word);
            }
            int weight = Integer.parseInt(word);
            if (weight < 1 || weight > WEIGHT_MAX) {
                throw malformed(word);
            }
            return weight;
        }

        private static IllegalArgumentException malformed(String word) {
            return new IllegalArgumentException(
                    "'"
                            + word
                            + "' is not BYTES, MIN-MAX or SIZE:WEIGHT,... of at most "
                            + BYTES_MAX
                            + " bytes");
        }

        int bytes(long hash) {
            int range = 0;
            if (upTo.length > 1) {
                int drawn = (int) Math.unsignedMultiplyHigh(hash << 32, upTo[upTo.length - 1]);
                while (drawn >= upTo[range]) {
                    range++;
                }
            }
            int width = to[range] - from[range] + 1;
            return width == 1
                    ? from[range]
                    : from[range] + (int) Math.unsignedMultiplyHigh(hash, width);
        }

        int max() {
            int max = 0;
            for (int bytes : to) {
                max = Math.max(max, bytes);
            }
            return max;
        }
    }
}
