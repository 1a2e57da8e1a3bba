package dev.larder.protocol.resp;

/// Finds the requests in the bytes a client sends, at whatever bytes they were cut.
public final class RequestDecoder {
    private final ProtocolLimits limits;
    private final BigArgument.Source bigs;
    private final DecoderScratch scratch;

    /// A decoder with a scratch of its own.
    public RequestDecoder(ProtocolLimits limits, BigArgument.Source bigs) {
        this(limits, bigs, new DecoderScratch());
    }

    /// A decoder that shares `scratch` with others of the same thread.
    public RequestDecoder(
            ProtocolLimits limits, BigArgument.Source bigs, DecoderScratch scratch) {
        this.limits = limits;
        this.bigs = bigs;
        this.scratch = scratch;
    }

    /// Whether the client has logged in, or need not: until then the limits are the narrow ones.
    public void authenticated(boolean yes) {
        throw new UnsupportedOperationException();
    }

    /// Lends bytes `from` to `to` of `array` to the decoder, until [#next] has returned false.
    public void feed(byte[] array, int from, int to) {
        throw new UnsupportedOperationException();
    }

    /// True: [#args] is the next request. False: all bytes fed so far are consumed.
    public boolean next() throws ProtocolException {
        throw new UnsupportedOperationException(limits + " " + bigs);
    }

    /// The arguments of the request found; valid until the next call of any method.
    public ArgVector args() {
        return scratch.args;
    }

    /// Copies what is unread of the bytes lent, so that their owner can have them back.
    public void keepRest() {
        throw new UnsupportedOperationException();
    }

    /// Heap bytes held for what has arrived and is no complete request yet.
    public int retainedBytes() {
        throw new UnsupportedOperationException();
    }

    /// Gives up everything held, a big argument in transit included.
    public void close() {
        throw new UnsupportedOperationException();
    }
}
