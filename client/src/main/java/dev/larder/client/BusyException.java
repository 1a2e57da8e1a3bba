package dev.larder.client;

/// More requests are on their way than the connection may have; this one was not sent.
public final class BusyException extends LarderException {
    private static final long serialVersionUID = 1L;

    BusyException(int inFlightMax) {
        super(inFlightMax + " requests await their replies already: wait for some, or allow more");
    }
}
