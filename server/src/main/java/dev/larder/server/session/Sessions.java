package dev.larder.server.session;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// All sessions by their number, and the limit on how many there may be. Any thread; nothing blocks.
public final class Sessions {
    private final ConcurrentHashMap<Long, Session> open = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong lastId = new AtomicLong();
    private final Monitors monitors = new Monitors();
    private volatile int countMax;

    /// @param countMax how many sessions there may be at once (`maxclients`)
    public Sessions(int countMax) {
        this.countMax = countMax;
    }

    /// A new session, or none if there are as many as there may be. Whoever opens it closes it.
    ///
    /// @param authenticated whether the client need not log in
    public Optional<Session> open(Session.Link link, long nowMs, boolean authenticated) {
        int max = countMax;
        int before = count.get();
        // Never counts an attempt: one that fails must not make another fail that has room.
        while (before < max && !count.compareAndSet(before, before + 1)) {
            before = count.get();
        }
        if (before >= max) {
            return Optional.empty();
        }
        var session = new Session(lastId.incrementAndGet(), link, nowMs, authenticated);
        open.put(session.id(), session);
        return Optional.of(session);
    }

    /// Forgets `session`, whose connection is closed. May be called again.
    public void close(Session session) {
        if (open.remove(session.id(), session)) {
            count.decrementAndGet();
            monitors.remove(session);
        }
    }

    /// Those of the sessions that are shown every command.
    public Monitors monitors() {
        return monitors;
    }

    /// The session with this number, if it is open.
    public Optional<Session> find(long id) {
        return Optional.ofNullable(open.get(id));
    }

    /// The open sessions, oldest first: a copy, for cold code.
    public List<Session> all() {
        Collection<Session> sessions = open.values();
        return sessions.stream().sorted(Comparator.comparingLong(Session::id)).toList();
    }

    /// How many sessions are open.
    public int count() {
        return count.get();
    }

    /// How many sessions there may be.
    public int countMax() {
        return countMax;
    }

    /// Sets [#countMax]. Sessions beyond it stay.
    public void countMax(int countMax) {
        this.countMax = countMax;
    }
}
