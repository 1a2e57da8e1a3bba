package dev.larder.server.net;

/// How many bytes of replies may wait for a client of one class (`client-output-buffer-limit`).
///
/// @param hardBytes beyond this the connection is closed at once; 0 is no limit
/// @param softBytes beyond this for longer than `softMs` the connection is closed; 0 is no limit
/// @param softMs milliseconds
public record OutputLimit(long hardBytes, long softBytes, long softMs) {
    /// No limit at all.
    public static final OutputLimit NONE = new OutputLimit(0, 0, 0);

    boolean isHardExceeded(long bytes) {
        return hardBytes > 0 && bytes > hardBytes;
    }

    boolean isSoftExceeded(long bytes) {
        return softBytes > 0 && bytes > softBytes;
    }
}
