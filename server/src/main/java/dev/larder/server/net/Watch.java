package dev.larder.server.net;

/// Remembers since when one client has been slow, in each way in which it can be.
///
/// Looked at every so often by the sweep of the event loop, so that no connection needs a timer of
/// its own. All times are milliseconds; each question answers whether the client's time is over, which
/// it never is where 0 of them are allowed.
final class Watch {
    /// Bytes that an unfinished request has to gain to be given the whole time again.
    static final long REQUEST_PROGRESS_BYTES = 64 * 1024;

    private final long openedAtMs;

    private boolean unfinished;
    private long unfinishedSinceMs;
    private long receivedMark;
    private long commandsMark;

    private boolean waiting;
    private long stalledSinceMs;
    private long progressMark;

    private boolean overSoftLimit;
    private long overSinceMs;

    private long lingeringSinceMs;
    private long leavingSinceMs;
    private long silentSinceMs;
    private long silentMark;

    Watch(long nowMs) {
        openedAtMs = nowMs;
    }

    /// Whether the client should have logged in by now.
    boolean isLoginLate(long nowMs, long maxMs) {
        return isOver(nowMs, openedAtMs, maxMs);
    }

    /// Notes that the bytes at hand end in the middle of a request; the first time since the last
    /// request was complete is when it began.
    void requestUnfinished(long nowMs, long receivedBytes, long commands) {
        if (!unfinished || commands != commandsMark) {
            unfinished = true;
            unfinishedSinceMs = nowMs;
            receivedMark = receivedBytes;
            commandsMark = commands;
        }
    }

    /// Notes that no request is unfinished.
    void requestsComplete() {
        unfinished = false;
    }

    /// Whether a request has been unfinished for too long. A large one has not as long as it comes in
    /// at a fair rate.
    boolean isRequestLate(long nowMs, long receivedBytes, long maxMs) {
        if (!unfinished) {
            return false;
        }
        if (receivedBytes - receivedMark >= REQUEST_PROGRESS_BYTES) {
            unfinishedSinceMs = nowMs;
            receivedMark = receivedBytes;
        }
        return isOver(nowMs, unfinishedSinceMs, maxMs);
    }

    /// Whether the client has taken nothing of what waits for it for too long.
    ///
    /// @param progress a number that grows when it takes something
    boolean isStalled(long nowMs, long waitingBytes, long progress, long maxMs) {
        if (waitingBytes == 0) {
            waiting = false;
            return false;
        }
        if (!waiting || progress > progressMark) {
            waiting = true;
            stalledSinceMs = nowMs;
            progressMark = progress;
        }
        return isOver(nowMs, stalledSinceMs, maxMs);
    }

    /// Whether more than the soft limit has been waiting for the client for too long.
    boolean isOverLong(long nowMs, boolean over, long maxMs) {
        if (over && !overSoftLimit) {
            overSinceMs = nowMs;
        }
        overSoftLimit = over;
        return over && nowMs - overSinceMs >= maxMs;
    }

    /// Notes that nothing is left but for the client to hang up.
    void lingers(long nowMs) {
        lingeringSinceMs = nowMs;
    }

    /// Whether the client should have hung up by now.
    boolean isHangUpLate(long nowMs, long maxMs) {
        return nowMs - lingeringSinceMs >= maxMs;
    }

    /// Notes that the connection is to end as soon as the client has sent all that it will.
    void leaves(long nowMs, long receivedBytes) {
        leavingSinceMs = nowMs;
        silentSinceMs = nowMs;
        silentMark = receivedBytes;
    }

    /// Whether the client has sent nothing for so long, from [#leaves] on. Counts from the first look
    /// after what it sent last: a loop that is late must not take its own silence for the client's.
    boolean isSilent(long nowMs, long receivedBytes, long forMs) {
        if (receivedBytes != silentMark) {
            silentMark = receivedBytes;
            silentSinceMs = nowMs;
        }
        return nowMs - silentSinceMs >= forMs;
    }

    /// Whether the client has gone on sending for too long since then.
    boolean isRestless(long nowMs, long maxMs) {
        return nowMs - leavingSinceMs >= maxMs;
    }

    private static boolean isOver(long nowMs, long sinceMs, long maxMs) {
        return maxMs > 0 && nowMs - sinceMs >= maxMs;
    }
}
