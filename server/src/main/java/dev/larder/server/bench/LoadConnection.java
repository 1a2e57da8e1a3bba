package dev.larder.server.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.client.Credentials;
import dev.larder.protocol.resp.RequestWriter;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;

/// One connection of a load: what is on its way out, and how far its replies have come. One thread only,
/// once it is registered.
final class LoadConnection implements AutoCloseable {
    private static final int OUT_BYTES = 4 << 10;
    private static final int CONNECT_MS = 10_000;

    private final SocketChannel channel;
    private final ReplyCounter replies;
    private final Tally tally;
    private byte[] out = new byte[OUT_BYTES];
    private ByteBuffer view = ByteBuffer.wrap(out).limit(0);

    /// Its place among the connections of its thread.
    final int index;

    /// How many requests it has been told to send, has spelled, and has got replies for.
    long promised;

    long sent;
    long answered;

    /// When the batch that is on its way was sent.
    long batchAt;

    private LoadConnection(SocketChannel channel, int index, Tally tally) {
        this.channel = channel;
        this.index = index;
        this.tally = tally;
        this.replies = new ReplyCounter(tally.replies);
    }

    /// Connects and logs in; waits for both.
    static LoadConnection open(Target target, int index, Tally tally) throws BenchException {
        ServerAddress address = target.address();
        SocketChannel channel;
        try {
            channel = SocketChannel.open();
        } catch (IOException refused) {
            throw new BenchException("cannot open a socket: " + refused.getMessage(), refused);
        }
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.socket()
                    .connect(new InetSocketAddress(address.host(), address.port()), CONNECT_MS);
            if (target.login().isPresent()) {
                logIn(channel, target.login().get());
            }
            channel.configureBlocking(false);
            return new LoadConnection(channel, index, tally);
        } catch (IOException | BenchException failed) {
            closeQuietly(channel);
            throw new BenchException(
                    "cannot connect to " + address + ": " + failed.getMessage(), failed);
        }
    }

    private static void logIn(SocketChannel channel, Credentials login)
            throws IOException, BenchException {
        List<byte[]> words =
                login.user().equals(Credentials.DEFAULT_USER)
                        ? List.of(bytes("AUTH"), bytes(login.password()))
                        : List.of(bytes("AUTH"), bytes(login.user()), bytes(login.password()));
        var request = new byte[RequestWriter.bytes(words)];
        RequestWriter.write(words, request, 0);
        channel.socket().setSoTimeout(CONNECT_MS);
        channel.socket().getOutputStream().write(request);
        var tally = new ReplyTally();
        var counter = new ReplyCounter(tally);
        InputStream in = channel.socket().getInputStream();
        var one = new byte[1];
        do {
            if (in.read(one) < 0) {
                throw new BenchException("the server hung up at AUTH");
            }
        } while (counter.accept(one, 0, 1) == 0);
        if (!tally.errors().isEmpty()) {
            throw new BenchException("the server answers AUTH with: " + counter.lastError());
        }
    }

    private static byte[] bytes(String word) {
        return word.getBytes(UTF_8);
    }

    void register(Selector selector) throws ClosedChannelException {
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    /// Spells and writes what it may of what it was told to send, up to request number `until`.
    void pump(RequestSource source, long until, Selector selector) throws IOException {
        do {
            if (!view.hasRemaining()) {
                spell(source, until);
            }
            if (!view.hasRemaining()) {
                break;
            }
            tally.bytesSent += channel.write(view);
        } while (!view.hasRemaining() && sent < until);
        boolean blocked = view.hasRemaining();
        SelectionKey key = channel.keyFor(selector);
        int interest =
                blocked ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        if (key.interestOps() != interest) {
            key.interestOps(interest);
        }
    }

    private void spell(RequestSource source, long until) {
        int end = 0;
        while (sent < until && end < Load.AHEAD_BYTES) {
            ensure(end, source.draw());
            end = source.write(out, end);
            sent++;
        }
        view.clear().limit(end);
    }

    private void ensure(int used, int more) {
        if (out.length - used < more) {
            var larger = new byte[Math.max(used + more, 2 * out.length)];
            System.arraycopy(out, 0, larger, 0, used);
            out = larger;
            view = ByteBuffer.wrap(out);
        }
    }

    /// Whether bytes wait for the socket to take them.
    boolean isBlocked() {
        return view.hasRemaining();
    }

    /// Reads once, and returns how many replies ended in that.
    ///
    /// @throws BenchException if the server hung up
    int read(ByteBuffer in) throws IOException, BenchException {
        in.clear();
        int bytes = channel.read(in);
        if (bytes < 0) {
            String error = replies.lastError();
            throw new BenchException(
                    "the server closed a connection" + (error.isEmpty() ? "" : ": " + error));
        }
        tally.bytesReceived += bytes;
        int from = in.arrayOffset();
        return replies.accept(in.array(), from, from + bytes);
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // Nothing is lost with it.
        }
    }
}
