package dev.larder.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Redis's snapshot points: pairs of seconds and changes; an empty list means never.
///
/// The lines of one source add up, as in redis.conf; the first line of a source replaces what the
/// sources before it said.
record SavePointsType() implements ValueType<List<SavePointsType.SavePoint>> {
    private static final int COUNT_MAX = 128;

    /// @param seconds how often to look
    /// @param changes how many changes are worth a snapshot
    record SavePoint(long seconds, long changes) {}

    @Override
    public List<SavePoint> parse(List<String> words, List<SavePoint> current)
            throws BadValueException {
        List<String> given = words.equals(List.of("")) ? List.of() : words;
        if (given.size() % 2 != 0 || given.size() > 2 * COUNT_MAX) {
            throw invalid(given.size() + " words are no pairs");
        }
        var points = new ArrayList<SavePoint>();
        for (int index = 0; index < given.size(); index += 2) {
            long seconds = number(given.get(index));
            long changes = number(given.get(index + 1));
            if (seconds < 1 || changes < 0) {
                throw invalid(seconds + " " + changes + " is out of range");
            }
            points.add(new SavePoint(seconds, changes));
        }
        return List.copyOf(points);
    }

    private static long number(String word) throws BadValueException {
        try {
            return IntegerType.number(word);
        } catch (BadValueException bad) {
            throw invalid(bad.reason());
        }
    }

    private static BadValueException invalid(String reason) {
        return new BadValueException("Invalid save parameters", reason);
    }

    @Override
    public List<SavePoint> parseNext(List<String> words, List<SavePoint> earlier)
            throws BadValueException {
        List<SavePoint> more = parse(words, earlier);
        if (more.isEmpty()) {
            return more;
        }
        var joined = new ArrayList<>(earlier);
        joined.addAll(more);
        return List.copyOf(joined);
    }

    @Override
    public String print(List<SavePoint> value) {
        return value.stream()
                .map(point -> point.seconds() + " " + point.changes())
                .collect(Collectors.joining(" "));
    }

    @Override
    public List<String> lines(List<SavePoint> value) {
        return List.of(value.isEmpty() ? "\"\"" : print(value));
    }

    @Override
    public String expected() {
        return "pairs of seconds and changes, or \"\" for never";
    }

    @Override
    public boolean severalWords() {
        return true;
    }

    @Override
    public String kind() {
        return "pairs";
    }
}
