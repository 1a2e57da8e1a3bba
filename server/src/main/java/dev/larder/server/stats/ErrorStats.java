package dev.larder.server.stats;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Error replies by their code, the first word of the error line: `ERR`, `WRONGTYPE`, `OOM`.
///
/// Codes can come from scripts, so there is a limit to how many are told apart; later ones are
/// counted together. Any thread may count: errors are rare, and a counted code is counted without
/// allocation.
public final class ErrorStats {
    /// Codes told apart, as in Redis.
    static final int CODES_MAX = 128;

    /// Where errors are counted once [#CODES_MAX] codes are known.
    static final String OTHER = "OTHER";

    private volatile ConcurrentHashMap<String, LongAdder> counts = new ConcurrentHashMap<>();

    /// Counts an error reply with `code`.
    public void record(String code) {
        ConcurrentHashMap<String, LongAdder> now = counts;
        LongAdder count = now.get(code);
        if (count == null) {
            String counted = now.size() < CODES_MAX ? code : OTHER;
            count = now.computeIfAbsent(counted, _ -> new LongAdder());
        }
        count.increment();
    }

    /// The counts by code, in the order of codes.
    public SortedMap<String, Long> counts() {
        var sorted = new TreeMap<String, Long>();
        counts.forEach((code, count) -> sorted.put(code, count.sum()));
        return sorted;
    }

    /// Starts again at zero.
    public void reset() {
        counts = new ConcurrentHashMap<>();
    }
}
