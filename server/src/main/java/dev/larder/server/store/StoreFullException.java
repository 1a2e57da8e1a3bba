package dev.larder.server.store;

/// There is no memory for a write and nothing may be evicted for it. Nothing was changed. One instance,
/// without a stack: it is an answer, not an accident.
public final class StoreFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static final StoreFullException INSTANCE = new StoreFullException();

    private StoreFullException() {
        super("not enough memory under maxmemory", null, false, false);
    }
}
