package dev.larder.protocol.resp;

/// What the decoders of one event loop share between two requests, so that an idle connection costs
/// next to nothing: the vector of arguments. One thread only.
public final class DecoderScratch {
    final ArgVector args = new ArgVector();

    /// A scratch for the decoders of one thread.
    public DecoderScratch() {}
}
