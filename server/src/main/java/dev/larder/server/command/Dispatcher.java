package dev.larder.server.command;

import dev.larder.protocol.resp.ArgVector;
import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.check.InvariantViolation;
import dev.larder.server.session.Authentication;
import dev.larder.server.session.ClientPause;
import dev.larder.server.session.Monitors;
import dev.larder.server.session.Session;
import dev.larder.server.stats.Counter;
import dev.larder.server.stats.LatencyEvent;
import dev.larder.server.stats.PaddedCounters;
import dev.larder.server.stats.ServerStats;
import dev.larder.server.store.Lookahead;
import dev.larder.server.store.Store;
import dev.larder.server.store.StoreFullException;
import dev.larder.server.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The only road to [Command#execute]: finds the command, checks that it may run, runs it, counts it.
///
/// One dispatcher serves one event loop and is used by its thread only:
///
/// ```text
///   beginBatch()                 once for what one read brought
///   dispatch(session, args)      for every request in it, in order
/// ```
///
/// **Time.** A reading of the clock costs as much as a look-up, so a request is not measured by two of
/// them: the reading at the end of one is the beginning of the next. A command's time thus includes the
/// decoding of its request. Only commands that are not `FAST` begin with a reading of their own.
///
/// **Errors.** A [ReplyException] becomes the reply, whatever the command had written before. Any other
/// exception is a defect of ours: it ends this one command with [ReplyError#INTERNAL] and is logged. But
/// a broken invariant ends the process.
public final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /// The time of day is read anew when the last reading is older than this.
    private static final long TIME_NANOS_MAX = 1_000_000;

    /// A defect is logged at most this often; the others in between are counted.
    private static final long LOG_INTERVAL_NANOS = 1_000_000_000;

    /// No command has a longer name, nor a subcommand.
    private static final int NAME_BYTES_MAX = 64;

    private final CommandTable table;
    private final CommandContext context;
    private final ServerContext server;
    private final Store store;
    private final int stripe;
    private final Clock clock;
    private final ServerStats stats;
    private final PaddedCounters counters;
    private final Authentication authentication;
    private final ClientPause pause;
    private final Monitors monitors;
    private final Replies replies;
    private final Args args = new Args();

    private long lastNanos;
    private long timeReadNanos;
    private long defectLoggedNanos;
    private long defectsUnlogged;
    private boolean defectLogged;

    /// What is to become of the connection after a request.
    public enum Outcome {
        /// The reply is written; on to the next request.
        NEXT,
        /// Nothing was written, as the request was not executed or has to wait: the session has been suspended
        /// by [Session.Link#suspend]. When it resumes, the same request is to be dispatched again.
        HELD,
        /// The reply is the last: flush it, then close. Further requests are ignored.
        CLOSE
    }

    /// @param server what commands work with
    /// @param stripe the number of the event loop
    /// @param resp2 writes replies to clients that speak RESP2
    /// @param resp3 writes replies to the others, into the same buffer
    public Dispatcher(ServerContext server, int stripe, ReplyWriter resp2, ReplyWriter resp3) {
        this.server = server;
        this.store = server.store();
        this.stripe = stripe;
        this.table = server.commands();
        this.clock = server.clock();
        this.stats = server.stats();
        this.counters = stats.counters();
        this.authentication = server.authentication();
        this.pause = server.pause();
        this.monitors = server.sessions().monitors();
        this.replies = new Replies(resp2, resp3);
        this.context = new CommandContext(server, stripe, replies);
    }

    /// Reads the clocks for the requests that follow.
    public void beginBatch() {
        lastNanos = clock.nanos();
        readTime(lastNanos);
    }

    /// The writer of the version that `session` speaks, for errors of the connection itself.
    public ReplyWriter writer(Session session) {
        return replies.to(session);
    }

    /// Lets the look-ups of requests to come overlap.
    public Lookahead lookahead() {
        return server.store().lookahead(stripe);
    }

    /// The last reading of the clock.
    public long nanos() {
        return lastNanos;
    }

    /// Runs one request and writes its reply, if it is to get one.
    public Outcome dispatch(Session session, ArgVector vector) {
        if (mustWait(session, session.heldUntilMs() - context.nowMs())) {
            return Outcome.HELD;
        }
        CommandTable.Entry entry = find(vector);
        if (entry == null || !mayRun(entry, session, vector.count())) {
            refuse(entry, session, vector);
        } else if (isPaused(entry, session)) {
            return Outcome.HELD;
        } else if (!run(entry, session, vector)) {
            return Outcome.HELD;
        }
        if (session.replyMode() != Session.ReplyMode.ON) {
            replies.requestDone(session);
        }
        return session.isClosing() ? Outcome.CLOSE : Outcome.NEXT;
    }

    /// The command or subcommand that the request names; null if there is none.
    private CommandTable.@Nullable Entry find(ArgVector vector) {
        if (vector.length(0) > NAME_BYTES_MAX) {
            return null;
        }
        CommandTable.Entry entry = table.find(vector.slice(0));
        if (entry == null || !entry.isContainer() || vector.count() == 1) {
            return entry;
        }
        return vector.length(1) > NAME_BYTES_MAX ? null : entry.find(vector.slice(1));
    }

    private boolean mayRun(CommandTable.Entry entry, Session session, int count) {
        return entry.takes(count)
                && isLoggedIn(entry, session)
                && isAffordable(entry)
                && !(session.isMonitor() && concernsKeys(entry));
    }

    /// Whether a client that watches others may not say this, as in Redis.
    private static boolean concernsKeys(CommandTable.Entry entry) {
        return entry.is(CommandFlag.READS)
                || entry.is(CommandFlag.WRITES)
                || entry.is(CommandFlag.MAY_REPLICATE);
    }

    private boolean isLoggedIn(CommandTable.Entry entry, Session session) {
        return session.isAuthenticated()
                || entry.is(CommandFlag.NO_AUTH)
                || !authentication.isRequired();
    }

    private boolean isAffordable(CommandTable.Entry entry) {
        return !entry.is(CommandFlag.DENYOOM) || !store.refusesWrites();
    }

    private void refuse(CommandTable.@Nullable Entry entry, Session session, ArgVector vector) {
        ReplyException error;
        if (entry == null) {
            error = unknown(vector);
        } else if (!entry.takes(vector.count())) {
            error = ReplyError.WRONG_ARITY.with(entry.spec().fullName());
        } else if (!isLoggedIn(entry, session)) {
            error = ReplyError.NOT_AUTHENTICATED.exception();
        } else if (!isAffordable(entry)) {
            error = ReplyError.OUT_OF_MEMORY.exception();
        } else {
            error = ReplyError.MONITOR.exception();
        }
        if (entry != null) {
            stats.commands().rejected(stripe, entry.number());
        }
        write(error, replies.to(session));
    }

    private ReplyException unknown(ArgVector vector) {
        boolean container =
                vector.length(0) <= NAME_BYTES_MAX && table.find(vector.slice(0)) != null;
        return container ? UnknownCommand.subcommand(vector) : UnknownCommand.command(vector);
    }

    private boolean isPaused(CommandTable.Entry entry, Session session) {
        if (!pause.mayHold() || entry.is(CommandFlag.NEVER_PAUSED)) {
            return false;
        }
        boolean mayWrite = entry.is(CommandFlag.WRITES) || entry.is(CommandFlag.MAY_REPLICATE);
        return mustWait(session, pause.heldForMs(mayWrite, context.nowMs()));
    }

    /// Suspends the session if it is to wait for `forMs`, which may be zero or less.
    private static boolean mustWait(Session session, long forMs) {
        boolean wait = forMs > 0;
        if (session.isSuspended() != wait) {
            session.suspended(wait);
        }
        if (wait) {
            session.link().suspend(forMs);
        }
        return wait;
    }

    /// False if the session is held instead, and the request is to come again.
    private boolean run(CommandTable.Entry entry, Session session, ArgVector vector) {
        context.request(session, entry);
        args.set(vector);
        session.runs(entry.spec().fullName(), context.nowMs());
        long startNanos = lastNanos; // a command begins where the one before it ended
        ReplyWriter reply = replies.to(session);
        int mark = reply.mark();
        boolean failed = false;
        try {
            entry.command().execute(context, args, reply);
            if (context.heldMs() > 0) {
                assert reply.mark() == mark : "C1: a reply of a command that waits";
                return !mustWait(session, context.heldMs());
            }
            assert reply.mark() != mark || session.isClosing() || isReplyModeChanged(session, reply)
                    : "C1: " + entry.spec().fullName() + " wrote no reply";
        } catch (ReplyException e) {
            failed = true;
            takeBack(reply, mark, session);
            write(e, reply);
        } catch (StoreFullException e) {
            failed = true;
            takeBack(reply, mark, session);
            write(ReplyError.OUT_OF_MEMORY.exception(), reply);
        } catch (RuntimeException | Error e) {
            failed = true;
            takeBack(reply, mark, session);
            write(defect(entry, e), reply);
        }
        count(entry, session, vector, startNanos, failed);
        return true;
    }

    /// Whether the command just executed is one that decides where its own reply goes.
    private boolean isReplyModeChanged(Session session, ReplyWriter reply) {
        return replies.to(session) != reply || session.replyMode() != Session.ReplyMode.ON;
    }

    /// Forgets what a command wrote before it failed. If some of that has left already, the connection
    /// holds half a reply and is lost.
    private void takeBack(ReplyWriter reply, int mark, Session session) {
        if (!replies.takeBack(reply, mark)) {
            session.closeAfterReply();
            session.link().close();
        }
    }

    private void write(ReplyException error, ReplyWriter reply) {
        reply.error(error.line());
        stats.errors().record(error.error().code());
        counters.increment(stripe, Counter.ERROR_REPLIES);
    }

    private void count(
            CommandTable.Entry entry,
            Session session,
            ArgVector vector,
            long startNanos,
            boolean failed) {
        long endNanos = clock.nanos();
        long nanos = endNanos - startNanos;
        lastNanos = endNanos;
        stats.commands().record(stripe, entry.number(), nanos, failed);
        counters.increment(stripe, Counter.COMMANDS);
        if (endNanos - timeReadNanos > TIME_NANOS_MAX) {
            readTime(endNanos);
        }
        if (stats.slowLog().isSlow(nanos) || stats.latency().isSpike(nanos)) {
            remember(entry, session, vector, nanos);
        }
        if (monitors.any()) {
            show(entry, session, vector);
        }
    }

    private void readTime(long nanos) {
        timeReadNanos = nanos;
        context.batch(clock.millis());
    }

    private void remember(CommandTable.Entry entry, Session session, ArgVector vector, long nanos) {
        long seconds = context.nowMs() / 1000;
        if (stats.slowLog().isSlow(nanos) && !entry.is(CommandFlag.SKIP_SLOWLOG)) {
            var shown = new ShownRequest(entry.command(), vector);
            stats.slowLog().add(seconds, nanos, shown, session.link().address(), session.name());
        }
        if (stats.latency().isSpike(nanos)) {
            boolean fast = entry.is(CommandFlag.FAST);
            stats.latency()
                    .add(fast ? LatencyEvent.FAST_COMMAND : LatencyEvent.COMMAND, seconds, nanos);
        }
    }

    private void show(CommandTable.Entry entry, Session session, ArgVector vector) {
        if (!entry.is(CommandFlag.ADMIN) && !entry.is(CommandFlag.SKIP_MONITOR)) {
            var shown = new ShownRequest(entry.command(), vector);
            monitors.show(MonitorLine.of(shown, session, clock.micros()));
        }
    }

    /// What to reply to a command that ended in a way that should not be.
    private ReplyException defect(CommandTable.Entry entry, Throwable cause) {
        if (cause instanceof InvariantViolation violation) {
            server.control().abort(violation);
            throw violation;
        }
        long nanos = clock.nanos();
        if (!defectLogged || nanos - defectLoggedNanos > LOG_INTERVAL_NANOS) {
            LOG.atError()
                    .addKeyValue("command", entry.spec().fullName())
                    .addKeyValue("unlogged", defectsUnlogged)
                    .setCause(cause)
                    .log("a command ended in an internal error; please report it with this trace");
            defectLogged = true;
            defectLoggedNanos = nanos;
            defectsUnlogged = 0;
        } else {
            defectsUnlogged++;
        }
        return ReplyError.INTERNAL.exception();
    }
}
