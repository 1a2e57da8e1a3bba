package dev.larder.protocol.bytes;

/// Patterns as Redis matches names with them: `*`, `?`, `[a-z]`, `[^a]` and `\`.
public final class Glob {
    private Glob() {}

    /// Whether all of `text` matches all of `pattern`; ASCII letters of any case are one with `ignoreCase`.
    public static boolean matches(Slice pattern, Slice text, boolean ignoreCase) {
        throw new UnsupportedOperationException();
    }

    /// Whether the bytes of `text` match those of `pattern`.
    public static boolean matches(byte[] pattern, byte[] text, boolean ignoreCase) {
        throw new UnsupportedOperationException();
    }
}
