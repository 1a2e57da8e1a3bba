package dev.larder.server.store;

/// A key is longer than [ShardGuard#KEY_BYTES_MAX]. One instance, without a stack.
public final class KeyTooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static final KeyTooLongException INSTANCE = new KeyTooLongException();

    private KeyTooLongException() {
        super(
                "key is too long (at most " + ShardGuard.KEY_BYTES_MAX + " bytes)",
                null,
                false,
                false);
    }
}
