package dev.larder.server.stats;

import java.util.Arrays;
import java.util.Optional;

/// What the latency monitor watches: the events that `LATENCY LATEST` and `LATENCY HISTORY` name.
public enum LatencyEvent {
    COMMAND("command"),
    FAST_COMMAND("fast-command"),
    EXPIRE_CYCLE("expire-cycle"),
    EVICTION_CYCLE("eviction-cycle"),
    EVICTION_DEL("eviction-del");

    private final String text;

    LatencyEvent(String text) {
        this.text = text;
    }

    /// The event called `text`, if there is one.
    public static Optional<LatencyEvent> named(String text) {
        return Arrays.stream(values()).filter(event -> event.text.equals(text)).findFirst();
    }

    /// The event's name in commands and replies.
    public String text() {
        return text;
    }
}
