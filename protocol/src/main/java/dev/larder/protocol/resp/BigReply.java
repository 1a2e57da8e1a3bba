package dev.larder.protocol.resp;

/// A value too big to be copied into a [ReplyBuffer]: it stays where it is stored, pinned, until the
/// socket has taken it.
///
/// Implemented by whoever stores values; the transport knows the implementation and sends its parts.
/// The bytes do not change while the value is held.
public interface BigReply {
    /// No value at all; fills unused places.
    BigReply EMPTY =
            new BigReply() {
                @Override
                public long length() {
                    return 0;
                }

                @Override
                public void copyTo(long from, byte[] to, int at, int count) {
                    assert count == 0;
                }

                @Override
                public void release() {}
            };

    /// How many bytes the value has.
    long length();

    /// Copies `count` bytes of the value, from its byte `from` on, into `to` at `at`.
    void copyTo(long from, byte[] to, int at, int count);

    /// Lets go of the value. Called exactly once, by the last who holds it, on any thread.
    void release();
}
