package dev.larder.server.replay;

/// [TraceFormat#ARC].
final class ArcLines implements LineFormat {
    private static final String SHAPE = "start count ignored number";

    /// More than any recorded request reads at once: a typing error should not play for days.
    private static final long RUN_MAX = 1 << 20;

    private long start;

    @Override
    public long accept(String line) throws Malformed {
        if (line.isBlank()) {
            return 0;
        }
        long[] fields = LineFormat.numbers(line, 4, SHAPE);
        long count = fields[1];
        if (fields[0] < 0 || count < 0 || count > RUN_MAX) {
            throw new Malformed(
                    "start " + fields[0] + ", count " + count + " (at most " + RUN_MAX + ")");
        }
        start = fields[0];
        return count;
    }

    @Override
    public String key(long request) {
        return Long.toString(start + request);
    }
}
