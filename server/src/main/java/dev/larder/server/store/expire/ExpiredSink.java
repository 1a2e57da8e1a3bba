package dev.larder.server.store.expire;

/// Who deletes what has expired.
@FunctionalInterface
public interface ExpiredSink {
    /// The deadline of the entry in `slot` has passed. Deletes the entry, and so must call
    /// [TimerWheel#remove] for it before it returns.
    void expired(int slot);
}
