package dev.larder.protocol.resp;

/// A bulk string over [ProtocolLimits#bigBytes]: its bytes leave the heap as they arrive, so that a
/// value of half a gigabyte never is an array of half a gigabyte.
///
/// Created on the first byte of the bulk, not on the claim of its length. The decoder releases it
/// when its request is done; a command that keeps it says so to the implementation, whose `release`
/// does nothing from then on.
public interface BigArgument {
    /// Where big arguments come from: native memory in the server, the heap in a client or a test.
    @FunctionalInterface
    interface Source {
        /// A new argument that will have `length` bytes. Must not reserve them all at once.
        BigArgument open(long length);
    }

    /// Takes the next bytes. When there is no memory for them the argument gives up what it has,
    /// swallows the rest, and [#failed] is true.
    void append(byte[] array, int from, int to);

    /// Whether bytes were lost for want of memory: the argument must not be used.
    boolean failed();

    /// The length the client claimed; once the request is complete, that of the bytes there are.
    long length();

    /// Copies `count` bytes, from byte `from` on, into `to` at `at`.
    void copyTo(long from, byte[] to, int at, int count);

    /// Frees the bytes unless a command has adopted them. May be called again.
    void release();
}
