package dev.larder.protocol.resp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a decoder makes of a stream of bytes: the requests, and the error that ended it, if any.
///
/// @param requests the arguments of each request
/// @param error the message of the exception, or an empty text
record Decoding(List<List<String>> requests, String error) {
    /// Decodes `stream`, fed in pieces that end at the positions `cuts` and at its end.
    ///
    /// Each piece is fed in an array of its own with rubbish around it, and is overwritten when the
    /// decoder is done with it: who still looks at it gets caught.
    static Decoding of(ProtocolLimits limits, boolean authenticated, byte[] stream, int... cuts) {
        HeapArgument.Factory bigs = new HeapArgument.Factory();
        RequestDecoder decoder = new RequestDecoder(limits, bigs);
        decoder.authenticated(authenticated);
        List<List<String>> requests = new ArrayList<>();
        String error = "";
        try {
            int from = 0;
            for (int index = 0; index <= cuts.length; index++) {
                int to = index < cuts.length ? cuts[index] : stream.length;
                feed(decoder, stream, from, to, requests);
                from = to;
            }
        } catch (ProtocolException malformed) {
            error = malformed.text();
        }
        decoder.close();
        if (bigs.open != 0) {
            throw new AssertionError(bigs.open + " big arguments were not released");
        }
        return new Decoding(requests, error);
    }

    private static void feed(
            RequestDecoder decoder, byte[] stream, int from, int to, List<List<String>> requests)
            throws ProtocolException {
        byte[] window = new byte[to - from + 7];
        Arrays.fill(window, (byte) '*');
        System.arraycopy(stream, from, window, 3, to - from);
        decoder.feed(window, 3, 3 + to - from);
        while (decoder.next()) {
            requests.add(words(decoder.args()));
        }
        Arrays.fill(window, (byte) '!');
    }

    static List<String> words(ArgVector args) {
        List<String> words = new ArrayList<>();
        long total = 0;
        for (int index = 0; index < args.count(); index++) {
            words.add(args.slice(index).text());
            total += args.length(index);
        }
        if (total != args.totalBytes()) {
            throw new AssertionError("total " + args.totalBytes() + ", found " + total);
        }
        return words;
    }
}
