package dev.larder.server.config;

/// When a setting may change.
enum Change {
    /// At any time, by `CONFIG SET`.
    LIVE("live"),
    /// At start only. `CONFIG SET` takes the value in force and refuses any other.
    AT_START("at start"),
    /// At start only, and Redis refuses even to repeat the value in force: so does `CONFIG SET` here.
    IMMUTABLE("at start"),
    /// At start, or live if `enable-protected-configs` allows it to the client.
    PROTECTED("at start; live if `enable-protected-configs` allows"),
    /// Never: only the default is taken, because the feature behind the setting does not exist here.
    FIXED("no other value");

    private final String phrase;

    Change(String phrase) {
        this.phrase = phrase;
    }

    /// For the documentation.
    String phrase() {
        return phrase;
    }
}
