package dev.larder.protocol.resp;

/// What the decoders of one event loop share, so that an idle connection holds next to nothing: the
/// vector the arguments are found in, and a few empty assemblies for requests that come in pieces.
/// One thread only.
public final class DecoderScratch {
    private static final int SPARE_MAX = 16;

    final ArgVector args = new ArgVector();

    private final RequestAssembly[] spare = new RequestAssembly[SPARE_MAX];
    private int spareCount;

    /// A scratch for the decoders of one thread.
    public DecoderScratch() {}

    /// An empty assembly.
    RequestAssembly borrow() {
        return spareCount > 0 ? spare[--spareCount] : new RequestAssembly();
    }

    /// Takes back an assembly and releases what it holds.
    void giveBack(RequestAssembly assembly) {
        assembly.reset();
        if (spareCount < SPARE_MAX) {
            spare[spareCount++] = assembly;
        }
    }
}
