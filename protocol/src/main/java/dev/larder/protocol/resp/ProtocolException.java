package dev.larder.protocol.resp;

/// Bytes that are not RESP, or exceed a limit. The connection cannot go on: the message is sent as
/// an error (it has no `ERR` of its own), and the connection is closed.
///
/// Has no stack trace: it tells of the peer's bytes, not of our code, and hostile peers are many.
public final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String text;

    /// An exception that says `message`, in Redis's words where Redis has any.
    public ProtocolException(String message) {
        super(message, null, false, false);
        this.text = message;
    }

    /// What is wrong, to be sent after `ERR` and a space. May hold a byte of the peer's as a character,
    /// CR and LF too: an error reply makes blanks of them.
    public String text() {
        return text;
    }
}
