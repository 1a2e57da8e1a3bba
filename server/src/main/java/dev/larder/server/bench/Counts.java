package dev.larder.server.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/// What was counted besides time.
///
/// @param hits values that were there
/// @param misses and that were not
/// @param bytesSent of requests
/// @param bytesReceived of replies
/// @param unsent requests that were due and could not be sent before the end
/// @param unanswered requests that got no reply
/// @param errors by their texts
public record Counts(
        long hits,
        long misses,
        long bytesSent,
        long bytesReceived,
        long unsent,
        long unanswered,
        Map<String, Long> errors) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, Map.of());

    /// How many replies were errors.
    public long errorCount() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Both together.
    Counts plus(Counts other) {
        var all = new LinkedHashMap<>(errors);
        other.errors.forEach((text, count) -> all.merge(text, count, Long::sum));
        return new Counts(
                hits + other.hits,
                misses + other.misses,
                bytesSent + other.bytesSent,
                bytesReceived + other.bytesReceived,
                unsent + other.unsent,
                unanswered + other.unanswered,
                all);
    }

    static Counts of(Tally tally) {
        return new Counts(
                tally.replies.hits(),
                tally.replies.misses(),
                tally.bytesSent,
                tally.bytesReceived,
                tally.unsent,
                tally.unanswered,
                new LinkedHashMap<>(tally.replies.errors()));
    }
}
