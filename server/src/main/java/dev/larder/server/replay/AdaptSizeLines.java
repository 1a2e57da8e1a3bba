package dev.larder.server.replay;

/// [TraceFormat#ADAPT_SIZE].
final class AdaptSizeLines implements LineFormat {
    private static final String SHAPE = "time key size";

    private String key = "";

    @Override
    public long accept(String line) throws Malformed {
        if (line.isBlank()) {
            return 0;
        }
        long[] fields = LineFormat.numbers(line, 3, SHAPE);
        key = fields[1] + ":" + fields[2];
        return 1;
    }

    @Override
    public String key(long request) {
        return key;
    }
}
