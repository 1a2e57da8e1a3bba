package dev.larder.server.replay;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// How a trace writes its requests down. See `docs/replay.md` for where these come from.
public enum TraceFormat {
    /// A key a line; empty lines and `*` separate phases and stand for nothing.
    LIRS("lirs"),
    /// `start count ignored number` a line: requests of `start`, `start + 1`, ... `count` of them.
    ARC("arc"),
    /// `time key size` a line; an object of another size is another object.
    ADAPT_SIZE("adapt_size"),
    /// Comma-separated with a header; the key is in the column `lbn`.
    LIBCACHESIM("libcachesim"),
    /// Big-endian words of 4 bytes.
    INT32("int32"),
    /// Big-endian words of 8 bytes.
    INT64("int64");

    private final String label;

    TraceFormat(String label) {
        this.label = label;
    }

    /// The name on the command line.
    public String label() {
        return label;
    }

    /// The format of that name.
    public static Optional<TraceFormat> labelled(String label) {
        return Arrays.stream(values()).filter(each -> each.label.equals(label)).findFirst();
    }

    /// The requests that `bytes` stand for; errors name `file`. Closing them closes `bytes`.
    Requests read(InputStream bytes, Path file) {
        return switch (this) {
            case LIRS -> new LineRequests(file, bytes, new LirsLines());
            case ARC -> new LineRequests(file, bytes, new ArcLines());
            case ADAPT_SIZE -> new LineRequests(file, bytes, new AdaptSizeLines());
            case LIBCACHESIM -> new LineRequests(file, bytes, new CsvLines());
            case INT32 -> new WordRequests(file, bytes, Integer.BYTES);
            case INT64 -> new WordRequests(file, bytes, Long.BYTES);
        };
    }
}
