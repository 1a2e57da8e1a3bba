package dev.larder.server.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tells a trace's format by its name and its first bytes.
///
/// Lines are told by the number of their fields, which differs for all formats. Words of 4 and of 8
/// bytes look alike, but small numbers have their zeros in other places, and the two halves of a long
/// word seldom have values in common, as short words that are neighbours do. What looks random is taken
/// for 8 bytes, as hashes are.
final class FormatGuess {
    /// How many bytes it looks at, at most.
    static final int SAMPLE_BYTES = 4096;

    /// Short words are met at even and odd places: of the different ones at least one in so many.
    private static final int MIXED_SHARE = 8;

    private FormatGuess() {}

    /// The format, or empty if nothing speaks for one.
    ///
    /// @param name of the file, without what says that it is packed
    /// @param sample its first bytes
    static Optional<TraceFormat> of(String name, byte[] sample) {
        if (name.endsWith(".lis")) {
            return Optional.of(TraceFormat.ARC);
        }
        if (name.endsWith(".csv")) {
            return Optional.of(TraceFormat.LIBCACHESIM);
        }
        if (sample.length == 0) {
            return Optional.empty();
        }
        return isText(sample) ? ofText(sample) : ofWords(sample);
    }

    private static boolean isText(byte[] sample) {
        for (byte each : sample) {
            boolean white = each == '\n' || each == '\r' || each == '\t';
            if (!white && (each < ' ' || each > '~')) {
                return false;
            }
        }
        return true;
    }

    private static Optional<TraceFormat> ofText(byte[] sample) {
        Optional<String> first =
                new String(sample, ISO_8859_1)
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.equals("*"))
                        .findFirst();
        if (first.isEmpty()) {
            return Optional.of(TraceFormat.LIRS);
        }
        String line = first.get();
        if (List.of(line.split(",")).contains(CsvLines.KEY_COLUMN)) {
            return Optional.of(TraceFormat.LIBCACHESIM);
        }
        return switch (line.split("\\s+").length) {
            case 1 -> Optional.of(TraceFormat.LIRS);
            case 3 -> Optional.of(TraceFormat.ADAPT_SIZE);
            case 4 -> Optional.of(TraceFormat.ARC);
            default -> Optional.empty();
        };
    }

    private static Optional<TraceFormat> ofWords(byte[] sample) {
        var even = new HashSet<Integer>();
        var odd = new HashSet<Integer>();
        boolean small = true;
        ByteBuffer words = ByteBuffer.wrap(sample);
        for (int i = 0; words.remaining() >= Integer.BYTES; i++) {
            int word = words.getInt();
            small &= word >>> 24 == 0;
            (i % 2 == 0 ? even : odd).add(word);
        }
        boolean highHalvesZero = even.equals(Set.of(0)) && !odd.isEmpty();
        int fewer = Math.min(even.size(), odd.size());
        even.retainAll(odd);
        boolean mixed = even.size() * MIXED_SHARE > fewer;
        boolean ints = !highHalvesZero && (small || mixed);
        return Optional.of(ints ? TraceFormat.INT32 : TraceFormat.INT64);
    }
}
