package dev.larder.server.stats;

/// What was noticed about the server's own health and holds until it is noticed otherwise. Any thread.
public final class HealthNotes {
    private volatile boolean draining;
    private volatile String violation = "";

    /// Nothing was noticed so far.
    public HealthNotes() {}

    /// The server stops: what has come is answered, nothing new should be sent.
    public void drains() {
        draining = true;
    }

    /// Whether the server stops.
    public boolean isDraining() {
        return draining;
    }

    /// All structures were walked, and this was found wrong; an empty text if nothing was.
    public void verified(String found) {
        violation = found;
    }

    /// What the last walk found wrong; an empty text if nothing.
    public String violation() {
        return violation;
    }
}
