package dev.larder.client;

import dev.larder.protocol.resp.Reply;

/// The server does not take us: it answered the greeting of a new connection with an error.
public final class RefusedException extends LarderException {
    private static final long serialVersionUID = 1L;

    RefusedException(String greeting, Reply answer) {
        super(greeting + " was refused: " + answer);
    }
}
