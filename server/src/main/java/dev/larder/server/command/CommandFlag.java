package dev.larder.server.command;

/// What is true of a command as a whole: how it may be run, and by whom.
public enum CommandFlag {
    /// May change the keyspace.
    WRITES("write"),
    /// Reads keys and changes none.
    READS("readonly"),
    /// May need memory, so it is refused when there is none left.
    DENYOOM("denyoom"),
    /// For operators.
    ADMIN("admin"),
    /// Has to do with channels.
    PUBSUB("pubsub"),
    /// Not to be called by scripts.
    NOSCRIPT("noscript"),
    /// May make its caller wait.
    BLOCKING("blocking"),
    /// Allowed while data are being loaded.
    LOADING("loading"),
    /// Allowed while data may be stale.
    STALE("stale"),
    /// Not shown to `MONITOR`.
    SKIP_MONITOR("skip_monitor"),
    /// Not entered into the slow log.
    SKIP_SLOWLOG("skip_slowlog"),
    /// Constant or logarithmic time: never holds others up.
    FAST("fast"),
    /// Allowed before the client has authenticated.
    NO_AUTH("no_auth"),
    /// Not allowed while data are being loaded in the background.
    NO_ASYNC_LOADING("no_async_loading"),
    /// Not allowed in a transaction.
    NO_MULTI("no_multi"),
    /// Where its keys are depends on its arguments. Derived from the key positions.
    MOVABLE_KEYS("movablekeys"),
    /// Allowed while a script runs for too long.
    ALLOW_BUSY("allow_busy"),
    /// Held by `CLIENT PAUSE WRITE` although it does not write.
    MAY_REPLICATE(""),
    /// Not held by `CLIENT PAUSE`, whatever it says.
    NEVER_PAUSED(""),
    /// Dangerous in the hands of strangers, whatever its other flags say.
    DANGEROUS("");

    private final String text;

    CommandFlag(String text) {
        this.text = text;
    }

    /// The name in `COMMAND INFO`, or an empty string if the flag is not shown there.
    public String text() {
        return text;
    }

    long bit() {
        return 1L << ordinal();
    }
}
