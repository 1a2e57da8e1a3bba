package dev.larder.server.store.expire;

/// Where the wheel keeps what it must know of an entry: in fields of the entry itself. The wheel
/// alone writes the two links; whoever copies a timed entry to another place copies them with it.
public interface TimedEntries {
    /// The deadline of the entry in `slot`, in milliseconds since 1970.
    long expireAtMs(int slot);

    /// The link set last with [#timerPrev(int,int)]; any `int`.
    int timerPrev(int slot);

    /// The link set last with [#timerNext(int,int)]; any `int`.
    int timerNext(int slot);

    /// Keeps `link` in the entry in `slot`.
    void timerPrev(int slot, int link);

    /// Keeps `link` in the entry in `slot`.
    void timerNext(int slot, int link);
}
