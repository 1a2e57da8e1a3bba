package dev.larder.server.net;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Connections that could go on but have to let others go first: each gets one turn after every time
/// the event loop has looked after its sockets.
///
/// Netty's task queue is no place for that: a task that queues itself again runs again before the
/// sockets are looked at, for up to a second. So the loop's I/O handler is wrapped, and while anybody
/// waits here the loop polls instead of sleeping.
///
/// For the same reason the loop's flushes pass through here: while it looks after its sockets, replies are
/// not sent one by one but a few connections' together. A client that is waiting for several of them is
/// woken once, which is where a good part of a short request's time goes.
///
/// One thread only.
final class TurnQueue implements IoHandler {
    /// The most connections whose replies wait to be sent together: so many that a client is seldom woken
    /// twice, so few that the first of them does not wait long for the last.
    private static final int FLUSHES_MAX = 16;

    private final IoHandler io;
    private final ArrayDeque<Turn> waiting = new ArrayDeque<>();
    private final Turn[] unflushed = new Turn[FLUSHES_MAX];
    private int unflushedCount;
    private boolean running;
    private Runnable afterSockets = () -> {};
    private final Polling polling = new Polling();
    private Function<Throwable, String> onFailure = Throwable::toString;

    /// What gets a turn.
    interface Turn {
        /// Does a bounded amount of work, and may queue itself again.
        void turn();

        /// Sends what it has to send.
        default void flush() {}

        /// Ends, because [#turn] has failed for `reason`.
        default void closeAbruptly(String reason) {}
    }

    private TurnQueue(IoHandler io) {
        this.io = io;
    }

    /// Makes the I/O handlers of a group of loops, each with a queue, and finds them again.
    static final class Factory implements IoHandlerFactory {
        private final IoHandlerFactory ios;
        private final Map<ThreadAwareExecutor, TurnQueue> queues = new ConcurrentHashMap<>();

        Factory(IoHandlerFactory ios) {
            this.ios = ios;
        }

        @Override
        public IoHandler newHandler(ThreadAwareExecutor loop) {
            var queue = new TurnQueue(ios.newHandler(loop));
            queues.put(loop, queue);
            return queue;
        }

        /// The queue of `loop`, which this factory has served.
        TurnQueue queueOf(Object loop) {
            TurnQueue queue = queues.get(loop);
            if (queue == null) {
                throw new IllegalArgumentException("a loop of another group: " + loop);
            }
            return queue;
        }
    }

    /// Names who is told what a turn has thrown, and says what it means.
    void onFailure(Function<Throwable, String> teller) {
        onFailure = teller;
    }

    /// Names what is to be done each time the loop has looked after its sockets, before any turn.
    void afterSockets(Runnable task) {
        afterSockets = task;
    }

    /// Whether the loop is looking after its sockets now, so that [#afterSockets] is still to come.
    boolean isRunning() {
        return running;
    }

    /// Gives `turn` its turn after the loop has looked after its sockets again.
    void add(Turn turn) {
        waiting.addLast(turn);
    }

    /// Has `turn` flush before the loop sleeps: at once if it is not looking after its sockets now. One
    /// that is added twice flushes twice.
    void flushSoon(Turn turn) {
        unflushed[unflushedCount++] = turn;
        if (!running || unflushedCount == FLUSHES_MAX) {
            flushAll();
        }
    }

    private void flushAll() {
        for (int index = 0; index < unflushedCount; index++) {
            Turn turn = unflushed[index];
            try {
                turn.flush();
            } catch (RuntimeException | Error failure) {
                turn.closeAbruptly(onFailure.apply(failure));
            }
        }
        Arrays.fill(unflushed, 0, unflushedCount, null);
        unflushedCount = 0;
    }

    @Override
    public int run(IoHandlerContext context) {
        running = true;
        try {
            return lookAround(context);
        } finally {
            running = false;
            flushAll();
        }
    }

    private int lookAround(IoHandlerContext context) {
        if (waiting.isEmpty()) {
            int handled = io.run(context);
            afterSockets.run();
            return handled;
        }
        polling.context = context;
        int handled = io.run(polling);
        afterSockets.run();
        for (int count = waiting.size(); count > 0; count--) {
            take(waiting.removeFirst());
        }
        return handled;
    }

    /// Nothing that is thrown may leave: Netty would end the loop.
    private void take(Turn turn) {
        try {
            turn.turn();
        } catch (RuntimeException | Error failure) {
            turn.closeAbruptly(onFailure.apply(failure));
        }
    }

    @Override
    public void initialize() {
        io.initialize();
    }

    @Override
    public void prepareToDestroy() {
        io.prepareToDestroy();
    }

    @Override
    public void destroy() {
        io.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return io.register(handle);
    }

    @Override
    public void wakeup() {
        io.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return io.isCompatible(handleType);
    }

    /// The loop's context, but in a hurry.
    private static final class Polling implements IoHandlerContext {
        private IoHandlerContext context = this;

        @Override
        public boolean canBlock() {
            return false;
        }

        @Override
        public long delayNanos(long currentTimeNanos) {
            return 0;
        }

        @Override
        public long deadlineNanos() {
            return context.deadlineNanos();
        }

        @Override
        public void reportActiveIoTime(long activeNanos) {
            context.reportActiveIoTime(activeNanos);
        }

        @Override
        public boolean shouldReportActiveIoTime() {
            return context.shouldReportActiveIoTime();
        }
    }
}
