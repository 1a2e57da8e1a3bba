package dev.larder.server.net;

import java.util.Arrays;
import java.util.function.Function;

/// Connections whose short requests were read, one socket after the other, and will be served side by
/// side before the loop sleeps: their look-ups overlap, and the clocks are read once for all. They wait
/// until there are enough requests for that, or connections.
///
/// What they sent lies in the loop's window, one behind the other, so it has to be served before the
/// window is used for anything else. One thread only.
final class Gathering {
    /// Bytes of a read up to which it waits for others. In a longer one there are enough requests to overlap
    /// among themselves.
    private static final int SHORT_BYTES = 2 * 1024;

    /// Connections at a time: so that the first does not wait long for the last.
    private static final int CONNECTIONS_MAX = 16;

    private final RequestRunner runner;
    private final TurnQueue turns;
    private final Function<Throwable, String> onFailure;
    private final Connection[] connections = new Connection[CONNECTIONS_MAX];
    private final int[] foreseen = new int[CONNECTIONS_MAX];
    private int count;
    private int windowFrom;
    private boolean serving;

    /// @param onFailure is told what serving a connection has thrown, and says what it means
    Gathering(RequestRunner runner, TurnQueue turns, Function<Throwable, String> onFailure) {
        this.runner = runner;
        this.turns = turns;
        this.onFailure = onFailure;
        turns.afterSockets(this::serve);
    }

    /// From where on the window is free.
    int windowFrom() {
        return windowFrom;
    }

    /// Sees to it that `bytes` fit into the window, by serving all that wait if they are many.
    void makeRoom(int bytes) {
        if (bytes > SHORT_BYTES) {
            serve();
        }
    }

    /// Has `connection`, which has just taken `bytes` from the window, served soon, or at once if they
    /// are many or the loop is not looking after its sockets.
    void add(Connection connection, int bytes) {
        foreseen[count] = runner.foresee(connection.input());
        connections[count++] = connection;
        windowFrom += bytes;
        boolean enough = count == CONNECTIONS_MAX || !runner.canForesee();
        if (enough || bytes > SHORT_BYTES || !turns.isRunning()) {
            serve();
        }
    }

    /// Serves all that wait. Does nothing while it is being done.
    void serve() {
        if (count == 0 || serving) {
            return;
        }
        serving = true;
        try {
            runner.beginForeseen();
            for (int index = 0; index < count; index++) {
                serve(connections[index], foreseen[index]);
            }
        } finally {
            Arrays.fill(connections, 0, count, null);
            count = 0;
            windowFrom = 0;
            serving = false;
        }
    }

    private void serve(Connection connection, int requestsForeseen) {
        try {
            connection.serveGathered(requestsForeseen);
        } catch (RuntimeException | Error failure) {
            connection.closeAbruptly(onFailure.apply(failure));
        }
    }
}
