package dev.larder.server.net;

import dev.larder.protocol.bytes.KeySink;
import dev.larder.protocol.resp.ArgVector;
import dev.larder.protocol.resp.ProtocolException;
import dev.larder.protocol.resp.RequestDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/// The way in of one connection: bytes become requests, and what has to wait is kept and accounted
/// for. One thread only, [#heldBytes] excepted.
final class Input {
    private final LoopContext loop;
    private final Channel channel;
    private final RequestDecoder decoder;

    private long receivedBytes;
    private boolean ended;

    /// What the decoder holds; written by the loop, read by anyone.
    private volatile int heldBytes;

    Input(LoopContext loop, Channel channel) {
        this.loop = loop;
        this.channel = channel;
        this.decoder = loop.newDecoder();
    }

    /// Takes what was read, and lends it to the decoder until the end of the turn or [#keep]. How many
    /// bytes that were.
    int take(ByteBuf received) {
        int from = loop.windowFrom();
        int count = loop.receive(received);
        receivedBytes += count;
        decoder.feed(loop.window(), from, from + count);
        return count;
    }

    /// True: [#args] is the next request. False: there is none yet.
    boolean next() throws ProtocolException {
        return decoder.next();
    }

    /// The arguments of the request found.
    ArgVector args() {
        return decoder.args();
    }

    /// Tells the keys of the requests that come next; see [RequestDecoder#lookAhead].
    int lookAhead(KeySink sink, int max) {
        return decoder.lookAhead(sink, max);
    }

    /// Lets [#next] find the same request again.
    void putBack() {
        decoder.putBack();
    }

    /// Copies what was lent and not used, as the loop needs its window for others. Returns how many
    /// bytes are held now.
    int keep() {
        decoder.keepRest();
        return account();
    }

    /// Notes how much is held, which may close this connection or another that holds more.
    int account() {
        int before = heldBytes;
        int now = decoder.retainedBytes();
        if (now != before) {
            heldBytes = now;
            loop.inputChanged(now - before);
        }
        return now;
    }

    /// Has the socket read, or not: not reading is what slows a client down.
    void reading(boolean on) {
        if (!ended && channel.config().isAutoRead() != on && channel.isActive()) {
            channel.config().setAutoRead(on);
        }
    }

    /// Sets the limits of requests by whether the client has logged in.
    void authenticated(boolean yes) {
        decoder.authenticated(yes);
    }

    /// Notes that the client will send no more.
    void end() {
        ended = true;
    }

    boolean isEnded() {
        return ended;
    }

    /// Heap bytes of input that was not executed yet. Any thread.
    int heldBytes() {
        return heldBytes;
    }

    /// Bytes that have come in from the beginning of the request that is being executed on.
    int unreadBytes() {
        return decoder.unreadBytes();
    }

    /// Bytes that have ever come in.
    long receivedBytes() {
        return receivedBytes;
    }

    /// Reads and throws away what comes from here on.
    void discard(ByteBuf received) {
        loop.receive(received);
    }

    /// Gives up what is held. Nothing is decoded any more.
    void close() {
        decoder.close();
        account();
    }
}
