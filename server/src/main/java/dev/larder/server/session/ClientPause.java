package dev.larder.server.session;

/// Whether `CLIENT PAUSE` holds clients back at present. Any thread.
///
/// While a pause is on, loops suspend sessions whose next command it concerns; sessions wake up by
/// themselves when it ends, and whoever ends it early resumes them.
public final class ClientPause {
    private volatile State state = new State(Scope.NONE, 0);

    /// Which commands are held.
    public enum Scope {
        /// None: there is no pause.
        NONE,
        /// Those that may write.
        WRITES,
        /// All.
        ALL
    }

    private record State(Scope scope, long untilMs) {}

    /// Begins a pause, or widens and prolongs the one there is.
    public synchronized void pause(Scope scope, long nowMs, long untilMs) {
        State now = state;
        if (now.scope() == Scope.NONE || now.untilMs() <= nowMs) {
            state = new State(scope, untilMs);
        } else {
            Scope widest = now.scope().compareTo(scope) > 0 ? now.scope() : scope;
            state = new State(widest, Math.max(now.untilMs(), untilMs));
        }
    }

    /// Ends the pause. The caller resumes the sessions it held.
    public synchronized void end() {
        state = new State(Scope.NONE, 0);
    }

    /// Whether there may be a pause: one volatile read. If so, ask [#heldForMs].
    public boolean mayHold() {
        return state.scope() != Scope.NONE;
    }

    /// For how many milliseconds a command is held, 0 if it is not.
    public long heldForMs(boolean mayWrite, long nowMs) {
        State now = state;
        boolean concerned = now.scope() == Scope.ALL || (now.scope() == Scope.WRITES && mayWrite);
        return concerned ? Math.max(0, now.untilMs() - nowMs) : 0;
    }
}
