package dev.larder.protocol.resp;

/// Bytes that are not RESP, or exceed a limit. The connection cannot go on: the message is sent as
/// an error (it has no `ERR` of its own), and the connection is closed.
///
/// Has no stack trace: it tells of the peer's bytes, not of our code, and hostile peers are many.
public final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1L;

    /// An exception that says `message`, in Redis's words where Redis has any.
    public ProtocolException(String message) {
        super(message, null, false, false);
    }
}
