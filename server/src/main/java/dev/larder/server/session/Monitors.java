package dev.larder.server.session;

import java.util.Arrays;

/// The sessions that are shown every command (`MONITOR`). Any thread.
///
/// While there are none, [#any] is one volatile read and nothing else happens.
public final class Monitors {
    private static final Session[] NONE = {};

    // Replaced as a whole, by one thread at a time.
    private volatile Session[] watching = NONE;

    /// Whether anybody watches.
    public boolean any() {
        return watching.length > 0;
    }

    /// How many watch.
    public int count() {
        return watching.length;
    }

    /// Shows `session` every command from now on.
    public synchronized void add(Session session) {
        Session[] now = watching;
        if (!session.isMonitor()) {
            Session[] more = Arrays.copyOf(now, now.length + 1);
            more[now.length] = session;
            session.monitor(true);
            watching = more;
        }
    }

    /// Shows `session` no more commands; does nothing if it does not watch.
    public synchronized void remove(Session session) {
        if (session.isMonitor()) {
            watching =
                    Arrays.stream(watching)
                            .filter(other -> other != session)
                            .toArray(Session[]::new);
            session.monitor(false);
        }
    }

    /// Sends `line`, a whole reply, to all that watch. What they do not read in time counts against
    /// the limits of their output buffers.
    public void show(byte[] line) {
        for (Session session : watching) {
            session.link().send(line);
        }
    }
}
