package dev.larder.server.stats;

/// What the latency monitor watches: the events that `LATENCY LATEST` and `LATENCY HISTORY` name.
public enum LatencyEvent {
    COMMAND("command"),
    FAST_COMMAND("fast-command"),
    EXPIRE_CYCLE("expire-cycle"),
    EVICTION_CYCLE("eviction-cycle");

    private final String text;

    LatencyEvent(String text) {
        this.text = text;
    }

    /// The event's name in commands and replies.
    public String text() {
        return text;
    }
}
