package dev.larder.protocol.resp;

import dev.larder.protocol.bytes.KeySink;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Finds the requests in the bytes a client sends, wherever those were cut.
///
/// Two roads lead to a request. One that lies whole in the bytes just read, and is spelled as clients
/// spell it, is found in place: a pass over its headers, nothing copied, nothing allocated. Everything
/// else (a request that began in an earlier read, an inline one, a big argument, a client before its
/// login, an error) goes through a [RequestAssembly], which takes bytes as they come and is the only
/// judge of what is wrong. A request the first road cannot finish is handed to the second from its
/// beginning, once, so no byte is looked at more than twice.
///
/// Framing follows Redis to the letter, tolerance included: the byte after the CR of a header and the
/// two bytes after a bulk are skipped unseen, and `*0`, `*-1` and empty lines are no requests.
///
/// - **R1** What is decoded depends on the bytes alone, not on how they were cut.
/// - **R2** A claim of a count or a length allocates nothing; only bytes that have arrived do, and at
///   most twice their number plus 4 KiB are held.
/// - **R3** After a [ProtocolException] nothing is decoded any more.
///
/// One thread only.
public final class RequestDecoder {
    private static final byte[] NO_BYTES = {};

    /// What [#header] returns for a header that the second road must look at.
    private static final long ODD = -1;

    private static final int HEADER_DIGITS_MAX = 9;

    private final Framing framing;
    private final int bulkBytesInPlace;
    private final DecoderScratch scratch;

    private byte[] window = NO_BYTES;
    private int at;
    private int end;
    private boolean ownsWindow;

    /// Where in the window the request found last begins, if it was found in place.
    private int foundAt;

    private boolean putBack;

    /// The request that has begun to arrive, or whose arguments are lent out now.
    private @Nullable RequestAssembly assembly;

    private boolean closed;

    /// A decoder with a scratch of its own.
    public RequestDecoder(ProtocolLimits limits, BigArgument.Source bigs) {
        this(limits, bigs, new DecoderScratch());
    }

    /// A decoder that shares `scratch` with others of the same thread.
    public RequestDecoder(ProtocolLimits limits, BigArgument.Source bigs, DecoderScratch scratch) {
        this.framing = new Framing(limits, bigs);
        this.bulkBytesInPlace = (int) Math.min(limits.bigBytes(), limits.bulkBytes());
        this.scratch = scratch;
    }

    /// Whether the client has logged in, or need not: until it is told so, the narrow limits hold.
    public void authenticated(boolean yes) {
        framing.authenticated = yes;
    }

    /// Lends bytes `from` to `to` of `array` to the decoder, until [#next] has returned false or
    /// [#keepRest] was called. Bytes lent before and not yet read come first.
    @SuppressWarnings("ReferenceEquality") // The same array is meant, not an equal one.
    public void feed(byte[] array, int from, int to) {
        assert 0 <= from && from <= to && to <= array.length;
        if (closed) {
            return;
        }
        if (at < end) {
            append(array, from, to);
        } else {
            // As a rule it is the same array again, and a reference costs a barrier to write.
            if (window != array) {
                window = array;
            }
            at = from;
            end = to;
            ownsWindow = false;
        }
    }

    /// True: [#args] is the next request. False: all bytes fed so far are consumed, and their owner
    /// may have them back.
    public boolean next() throws ProtocolException {
        if (putBack && assembly != null) {
            putBack = false;
            return assembly.arguments(framing, scratch.args);
        }
        if (assembly != null) {
            if (assembly.takeWithinArgument(window, at, end)) {
                dropWindow();
                return false;
            }
            if (assembly.isComplete()) {
                scratch.giveBack(assembly);
                assembly = null;
            }
        }
        if (closed) {
            return false;
        }
        try {
            return find();
        } catch (ProtocolException malformed) {
            close();
            throw malformed;
        }
    }

    /// The arguments of the request found; valid until the next call of any method, for a decoder
    /// that shares its scratch of any method of any of them.
    public ArgVector args() {
        return scratch.args;
    }

    /// Takes back that the last [#next] found a request: the next one finds it again, with the same
    /// arguments. Only right after a `next` that was true.
    public void putBack() {
        if (assembly == null) {
            at = foundAt;
        } else {
            assembly.keepArguments(scratch.args);
            putBack = true;
        }
    }

    private boolean find() throws ProtocolException {
        while (at < end) {
            if (assembly == null) {
                if (framing.authenticated && window[at] == '*' && findInPlace()) {
                    return true;
                }
                assembly = scratch.borrow();
            }
            at = assembly.take(framing, window, at, end);
            if (assembly.isComplete()) {
                if (assembly.arguments(framing, scratch.args)) {
                    return true;
                }
                scratch.giveBack(assembly);
                assembly = null;
            }
        }
        dropWindow();
        return false;
    }

    /// Finds a request that lies whole in the window and has nothing odd about it.
    private boolean findInPlace() {
        byte[] in = window;
        int limit = end;
        long header = header(in, at + 1, limit);
        int count = (int) header;
        if (header == ODD || count == 0 || count > framing.limits.arguments()) {
            return false;
        }
        ArgVector args = scratch.args;
        args.begin(in);
        int position = (int) (header >>> 32);
        for (int index = 0; index < count; index++) {
            if (position == limit || in[position] != '$') {
                return false;
            }
            header = header(in, position + 1, limit);
            if (header == ODD) {
                return false;
            }
            int length = (int) header;
            int offset = (int) (header >>> 32);
            if (length > bulkBytesInPlace || length > limit - offset - 2) {
                return false;
            }
            args.add(offset, length);
            position = offset + length + 2;
        }
        foundAt = at;
        at = position;
        return true;
    }

    /// Tells `sink` the keys of at most `max` requests that lie whole in the window and will be found
    /// next, as far as one can tell in passing: their second arguments. Decodes and changes nothing, so
    /// this is a hint, good for bringing memory nearer. How many requests were looked at.
    public int lookAhead(KeySink sink, int max) {
        if (assembly != null) {
            return 0;
        }
        int position = at;
        for (int requests = 0; requests < max; requests++) {
            position = lookAt(position, sink);
            if (position < 0) {
                return requests;
            }
        }
        return max;
    }

    /// Tells the key of the request at `from`. Where the next one begins, or -1 if this one does not
    /// lie whole in the window or is spelled oddly.
    private int lookAt(int from, KeySink sink) {
        byte[] in = window;
        int limit = end;
        long header = from < limit && in[from] == '*' ? header(in, from + 1, limit) : ODD;
        if (header == ODD) {
            return -1;
        }
        int count = (int) header;
        int position = (int) (header >>> 32);
        int keyAt = -1;
        int keyBytes = 0;
        for (int index = 0; index < count; index++) {
            header =
                    position < limit && in[position] == '$' ? header(in, position + 1, limit) : ODD;
            int length = (int) header;
            int offset = (int) (header >>> 32);
            if (header == ODD || length > limit - offset - 2) {
                return -1;
            }
            if (index == 1) {
                keyAt = offset;
                keyBytes = length;
            }
            position = offset + length + 2;
        }
        if (keyAt >= 0) {
            sink.key(in, keyAt, keyBytes);
        }
        return position;
    }

    /// The number of the header whose digits begin at `from` in the low half, where the byte after
    /// the header is in the high half; or `ODD` for a header cut short or spelled unusually.
    private static long header(byte[] in, int from, int limit) {
        int position = from;
        int number = 0;
        while (position < limit) {
            int digit = in[position] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            number = number * 10 + digit;
            position++;
            if (position - from > HEADER_DIGITS_MAX) {
                return ODD;
            }
        }
        int digits = position - from;
        boolean plain = digits > 0 && (in[from] != '0' || digits == 1);
        if (plain && limit - position >= 2 && in[position] == '\r') {
            return (long) (position + 2) << 32 | number;
        }
        return ODD;
    }

    /// Copies what is unread of the bytes lent, so that their owner can have them back. The arguments
    /// of the request found last may lie among those bytes and are no longer valid.
    public void keepRest() {
        if (!ownsWindow && at < end) {
            window = Arrays.copyOfRange(window, at, end);
            end -= at;
            at = 0;
            ownsWindow = true;
        } else if (at == end) {
            dropWindow();
        }
    }

    private void append(byte[] array, int from, int to) {
        keepRest();
        int unread = end - at;
        int needed = Math.addExact(unread, to - from);
        byte[] into = needed <= window.length ? window : new byte[needed + needed / 2];
        System.arraycopy(window, at, into, 0, unread);
        System.arraycopy(array, from, into, unread, to - from);
        window = into;
        at = 0;
        end = needed;
    }

    private void dropWindow() {
        at = 0;
        end = 0;
        if (ownsWindow) {
            window = NO_BYTES;
            ownsWindow = false;
        }
    }

    /// Bytes from the beginning of the request found last on, if it was found in one piece, or from its
    /// end on. Only after a [#next] that was true.
    public int unreadBytes() {
        return end - (assembly == null ? foundAt : at);
    }

    /// Heap bytes held for what has arrived and was not decoded yet. Big arguments are not among
    /// them: their memory is accounted where they come from.
    public int retainedBytes() {
        int kept = ownsWindow ? window.length : 0;
        return assembly == null ? kept : kept + assembly.retainedBytes();
    }

    /// Gives up everything held, a big argument in transit included, and decodes no more.
    public void close() {
        closed = true;
        putBack = false;
        dropWindow();
        if (assembly != null) {
            scratch.giveBack(assembly);
            assembly = null;
        }
    }
}
