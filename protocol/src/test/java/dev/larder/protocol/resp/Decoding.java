package dev.larder.protocol.resp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a decoder makes of a stream of bytes: the requests, and the error that ended it, if any.
///
/// @param requests the arguments of each request
/// @param error the message of the exception, or an empty text
record Decoding(List<List<String>> requests, String error) {
    /// What a session may do to its decoder while it has a request.
    enum Pause {
        /// It goes on.
        NONE,
        /// It stops reading, and the bytes read go back to their owner.
        KEEP_REST,
        /// So it does, and the request has to wait as well.
        PUT_BACK
    }

    /// Chooses what happens after a request was found.
    @FunctionalInterface
    interface Pauses {
        Pause next();
    }

    /// Decodes `stream`, fed in pieces that end at the positions `cuts` and at its end.
    ///
    /// Each piece is fed in an array of its own with rubbish around it, and is overwritten when the
    /// decoder is done with it: who still looks at it gets caught.
    static Decoding of(ProtocolLimits limits, boolean authenticated, byte[] stream, int... cuts) {
        return of(limits, authenticated, () -> Pause.NONE, stream, cuts);
    }

    /// As above, with pauses after requests.
    static Decoding of(
            ProtocolLimits limits,
            boolean authenticated,
            Pauses pauses,
            byte[] stream,
            int... cuts) {
        HeapArgument.Factory bigs = new HeapArgument.Factory();
        RequestDecoder decoder = new RequestDecoder(limits, bigs);
        decoder.authenticated(authenticated);
        List<List<String>> requests = new ArrayList<>();
        String error = "";
        try {
            int from = 0;
            for (int index = 0; index <= cuts.length; index++) {
                int to = index < cuts.length ? cuts[index] : stream.length;
                byte[] piece = Arrays.copyOfRange(stream, from, to);
                decode(decoder, piece, pauses, requests);
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

    private static void decode(
            RequestDecoder decoder, byte[] piece, Pauses pauses, List<List<String>> requests)
            throws ProtocolException {
        byte[] window = new byte[piece.length + 7];
        Arrays.fill(window, (byte) '*');
        System.arraycopy(piece, 0, window, 3, piece.length);
        decoder.feed(window, 3, 3 + piece.length);
        while (decoder.next()) {
            List<String> request = words(decoder.args());
            Pause pause = pauses.next();
            if (pause == Pause.PUT_BACK) {
                decoder.putBack();
            } else {
                requests.add(request);
            }
            if (pause != Pause.NONE) {
                decoder.keepRest();
                Arrays.fill(window, (byte) '!');
            }
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
