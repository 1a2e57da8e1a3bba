package dev.larder.server.replay;

import java.util.Arrays;

/// [TraceFormat#LIBCACHESIM].
final class CsvLines implements LineFormat {
    /// The column with the key: a logical block number.
    static final String KEY_COLUMN = "lbn";

    private int columns;
    private int keyColumn = -1;
    private String key = "";

    @Override
    public long accept(String line) throws Malformed {
        if (line.isBlank()) {
            return 0;
        }
        String[] fields = line.strip().split(",", -1);
        if (keyColumn < 0) {
            keyColumn = Arrays.asList(fields).indexOf(KEY_COLUMN);
            columns = fields.length;
            if (keyColumn < 0) {
                throw new Malformed(
                        "'" + line + "' is no header with a column '" + KEY_COLUMN + "'");
            }
            return 0;
        }
        if (fields.length != columns) {
            throw new Malformed(
                    "'" + line + "' has " + fields.length + " columns, the header " + columns);
        }
        key = fields[keyColumn].strip();
        if (key.isEmpty()) {
            throw new Malformed("'" + line + "' has nothing in the column '" + KEY_COLUMN + "'");
        }
        return 1;
    }

    @Override
    public String key(long request) {
        return key;
    }
}
