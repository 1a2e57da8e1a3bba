package dev.larder.protocol.resp;

/// How much a server may answer. What exceeds a limit is a [ProtocolException].
///
/// @param lineBytes longest line: a simple text, an error, a number
/// @param bulkBytes longest string
/// @param depth how deep aggregates may be nested
public record ReplyLimits(int lineBytes, int bulkBytes, int depth) {
    /// Limits no server we know comes near, but for strings, which may be as long as Redis allows.
    public static final ReplyLimits DEFAULTS = new ReplyLimits(64 << 10, 512 << 20, 64);

    /// Refuses limits that nobody could keep to.
    public ReplyLimits {
        if (lineBytes < 32 || bulkBytes < 0 || depth < 1) {
            throw new IllegalArgumentException(
                    "too small: " + lineBytes + ", " + bulkBytes + ", " + depth);
        }
    }
}
