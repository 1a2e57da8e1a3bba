package dev.larder.protocol.bytes;

/// Is told the keys of requests that have arrived and will be decoded soon; see
/// `RequestDecoder.lookAhead`.
@FunctionalInterface
public interface KeySink {
    /// A key, `length` bytes of `array` from `offset`, borrowed for the call.
    void key(byte[] array, int offset, int length);
}
