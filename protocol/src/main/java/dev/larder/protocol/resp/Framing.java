package dev.larder.protocol.resp;

import dev.larder.protocol.bytes.Ascii;

/// What one connection's framing may be: the limits, narrow until the client is authenticated, and
/// the words Redis has for whoever exceeds them.
final class Framing {
    /// The type byte of a request's count line and of an argument's length line.
    static final byte COUNT = '*';

    static final byte LENGTH = '$';

    final ProtocolLimits limits;
    final BigArgument.Source bigs;
    boolean authenticated;

    Framing(ProtocolLimits limits, BigArgument.Source bigs) {
        this.limits = limits;
        this.bigs = bigs;
    }

    /// The longest line, its end not counted.
    int lineBytesMax() {
        return authenticated
                ? limits.inlineBytes()
                : Math.min(limits.inlineBytes(), limits.preAuthBytes());
    }

    /// The number of arguments that a count line (`*3`, without its end) states; none or negative for
    /// a request that is none.
    int count(byte[] array, int from, int to) throws ProtocolException {
        int offset = from + 1;
        int length = to - offset;
        if (!Ascii.isLong(array, offset, length)) {
            throw new ProtocolException("Protocol error: invalid multibulk length");
        }
        long count = Ascii.parseLong(array, offset, length);
        if (count > limits.arguments()) {
            throw new ProtocolException("Protocol error: invalid multibulk length");
        }
        checkArguments(count);
        return (int) Math.max(count, 0);
    }

    /// Refuses more arguments than a client may send before it is authenticated.
    void checkArguments(long count) throws ProtocolException {
        if (!authenticated && count > limits.preAuthArguments()) {
            throw new ProtocolException("Protocol error: unauthenticated multibulk length");
        }
    }

    /// The number of bytes that a length line (`$3`, without its end) states for the next argument of
    /// a request that has `before` bytes of arguments already.
    long length(byte[] array, int from, int to, long before) throws ProtocolException {
        if (from == to || array[from] != LENGTH) {
            char got = from == to ? '\r' : (char) (array[from] & 0xff);
            throw new ProtocolException("Protocol error: expected '$', got '" + got + "'");
        }
        int offset = from + 1;
        int digits = to - offset;
        long length =
                Ascii.isLong(array, offset, digits) ? Ascii.parseLong(array, offset, digits) : -1;
        if (length < 0 || length > limits.bulkBytes()) {
            throw new ProtocolException("Protocol error: invalid bulk length");
        }
        if (!authenticated && length > limits.preAuthBytes() - before) {
            throw new ProtocolException("Protocol error: unauthenticated bulk length");
        }
        return length;
    }
}
