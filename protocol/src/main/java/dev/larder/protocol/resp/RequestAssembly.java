package dev.larder.protocol.resp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One request put together from bytes as they come, in pieces of any size.
///
/// Shape: the arguments lie back to back in `bytes`, so that where each ends is all there is to know
/// of it (four bytes, less than the wire needs for even an empty one); behind them, for the moment,
/// the line or the argument that is just arriving. Big arguments lie elsewhere and are listed apart.
///
/// ```text
///   bytes  | argument | argument | ... | line or argument arriving |      |
///          0       ends[0]    ends[1] kept                      filled
/// ```
///
/// Both arrays grow by half, as bytes arrive. Every byte is looked at once and copied once.
final class RequestAssembly {
    private enum State {
        BEGIN,
        INLINE,
        COUNT,
        COUNT_END,
        LENGTH,
        LENGTH_END,
        ARGUMENT,
        BIG_ARGUMENT,
        ARGUMENT_END,
        COMPLETE
    }

    /// Room of an empty assembly, and how much room an empty one may keep: together with the request
    /// it is well under the 4 KiB that a request may take beyond its bytes.
    private static final int INITIAL_BYTES = 512;

    private static final int INITIAL_ARGUMENTS = 16;
    private static final int REUSED_BYTES_MAX = 2048;
    private static final int REUSED_ARGUMENTS_MAX = 256;

    /// Where a request is given up whatever the limits say: indices of the arrays are ints.
    private static final int BYTES_MAX = 1 << 30;

    /// Once a request's arguments on the heap are as long together as one big argument, further ones
    /// are big from this fraction of that length on.
    private static final int CROWDED_FRACTION = 16;

    private static final byte CR = '\r';
    private static final byte LF = '\n';
    private static final BigArgument[] NO_BIGS = {};
    private static final int[] NO_INDEXES = {};

    private State state = State.BEGIN;
    private boolean isInline;
    private byte[] bytes = new byte[INITIAL_BYTES];
    private int kept;
    private int filled;

    private int count;
    private int done;
    private int[] ends = new int[INITIAL_ARGUMENTS];
    private long argumentBytes;

    /// Bytes that have not arrived of the argument on its way, or of the two after it.
    private long missing;

    private BigArgument[] bigs = NO_BIGS;
    private int[] bigIndexes = NO_INDEXES;
    private int bigCount;
    private @Nullable BigArgument arriving;

    /// Takes bytes `at` to `end` of `in` if they all belong to the argument that is arriving and do not
    /// complete it: the short road, for peers that send a few bytes at a time.
    boolean takeWithinArgument(byte[] in, int at, int end) {
        int length = end - at;
        if (state != State.ARGUMENT || length >= missing || length > bytes.length - filled) {
            return false;
        }
        copy(in, at, length);
        missing -= length;
        return true;
    }

    /// Takes bytes `at` to `end` of `in`, but none beyond the request's end. Returns where it stopped.
    int take(Framing framing, byte[] in, int at, int end) throws ProtocolException {
        int position = at;
        while (position < end && state != State.COMPLETE) {
            switch (state) {
                case BEGIN -> begin(in[position]);
                case INLINE -> position = takeInline(framing, in, position, end);
                case COUNT -> position = takeLine(framing, in, position, end);
                case LENGTH -> position = takeLine(framing, in, position, end);
                case COUNT_END -> {
                    position++;
                    beginArguments(framing);
                }
                case LENGTH_END -> {
                    position++;
                    beginArgument(framing);
                }
                case ARGUMENT -> position = takeArgument(in, position, end);
                case BIG_ARGUMENT -> position = takeBigArgument(framing, in, position, end);
                case ARGUMENT_END -> position = skipArgumentEnd(position, end);
                case COMPLETE -> throw new AssertionError("the loop has ended");
            }
        }
        return position;
    }

    /// Whether the request has arrived whole.
    boolean isComplete() {
        return state == State.COMPLETE;
    }

    /// Lets `args` point at the arguments of the complete request. False if there are none: then it
    /// is no request at all.
    boolean arguments(Framing framing, ArgVector args) throws ProtocolException {
        args.begin(bytes);
        if (isInline) {
            if (!InlineRequest.split(bytes, filled, args)) {
                throw new ProtocolException("Protocol error: unbalanced quotes in request");
            }
            framing.checkArguments(args.count());
            return args.count() > 0;
        }
        int start = 0;
        int bigsSeen = 0;
        for (int index = 0; index < count; index++) {
            if (bigsSeen < bigCount && bigIndexes[bigsSeen] == index) {
                args.add(bigs[bigsSeen++]);
            } else {
                args.add(start, ends[index] - start);
            }
            start = ends[index];
        }
        return count > 0;
    }

    /// Makes sure that [#arguments] can be asked a second time. The words of an inline request have
    /// been freed of their quotes in place, so they must not be split again: they are moved together,
    /// as if they had come with their lengths.
    void keepArguments(ArgVector args) {
        if (!isInline) {
            return;
        }
        isInline = false;
        count = args.count();
        if (count > ends.length) {
            ends = new int[count];
        }
        int end = 0;
        for (int index = 0; index < count; index++) {
            int length = (int) args.length(index);
            System.arraycopy(bytes, args.offset(index), bytes, end, length);
            end += length;
            ends[index] = end;
        }
    }

    private void begin(byte first) {
        isInline = first != Framing.COUNT;
        state = isInline ? State.INLINE : State.COUNT;
    }

    private int takeInline(Framing framing, byte[] in, int at, int end) throws ProtocolException {
        int stop = indexOf(LF, in, at, end);
        if (filled + (stop - at) > framing.lineBytesMax()) {
            throw new ProtocolException("Protocol error: too big inline request");
        }
        append(in, at, stop);
        if (stop == end) {
            return end;
        }
        if (filled > 0 && bytes[filled - 1] == CR) {
            filled--;
        }
        state = State.COMPLETE;
        return stop + 1;
    }

    private int takeLine(Framing framing, byte[] in, int at, int end) throws ProtocolException {
        int stop = indexOf(CR, in, at, end);
        boolean counts = state == State.COUNT;
        if (filled - kept + (stop - at) > framing.lineBytesMax()) {
            throw new ProtocolException(
                    counts
                            ? "Protocol error: too big mbulk count string"
                            : "Protocol error: too big bulk count string");
        }
        append(in, at, stop);
        if (stop == end) {
            return end;
        }
        state = counts ? State.COUNT_END : State.LENGTH_END;
        return stop + 1;
    }

    private void beginArguments(Framing framing) throws ProtocolException {
        count = framing.count(bytes, kept, filled);
        filled = kept;
        state = count > 0 ? State.LENGTH : State.COMPLETE;
    }

    private void beginArgument(Framing framing) throws ProtocolException {
        missing = framing.length(bytes, kept, filled, argumentBytes);
        argumentBytes += missing;
        filled = kept;
        int bigBytes = framing.limits.bigBytes();
        boolean big = missing > (kept < bigBytes ? bigBytes : bigBytes / CROWDED_FRACTION);
        if (missing == 0) {
            endArgument();
        } else {
            state = big ? State.BIG_ARGUMENT : State.ARGUMENT;
        }
    }

    private int takeArgument(byte[] in, int at, int end) throws ProtocolException {
        int taken = (int) Math.min(missing, end - at);
        append(in, at, at + taken);
        missing -= taken;
        if (missing == 0) {
            kept = filled;
            endArgument();
        }
        return at + taken;
    }

    private int takeBigArgument(Framing framing, byte[] in, int at, int end) {
        BigArgument big = arriving;
        if (big == null) {
            big = framing.bigs.open(missing);
            arriving = big;
            addBig(big);
        }
        int taken = (int) Math.min(missing, end - at);
        big.append(in, at, at + taken);
        missing -= taken;
        if (missing == 0) {
            arriving = null;
            endArgument();
        }
        return at + taken;
    }

    private void addBig(BigArgument big) {
        if (bigCount == bigs.length) {
            int room = bigCount + bigCount / 2 + 1;
            bigs = Arrays.copyOf(bigs, room);
            bigIndexes = Arrays.copyOf(bigIndexes, room);
        }
        bigs[bigCount] = big;
        bigIndexes[bigCount] = done;
        bigCount++;
    }

    private void endArgument() {
        if (done == ends.length) {
            ends = Arrays.copyOf(ends, (int) Math.min(done + done / 2L, count));
        }
        ends[done++] = kept;
        missing = 2;
        state = State.ARGUMENT_END;
    }

    private int skipArgumentEnd(int at, int end) {
        int skipped = (int) Math.min(missing, end - at);
        missing -= skipped;
        if (missing == 0) {
            state = done == count ? State.COMPLETE : State.LENGTH;
        }
        return at + skipped;
    }

    private void append(byte[] in, int from, int to) throws ProtocolException {
        int length = to - from;
        if (length > bytes.length - filled) {
            long needed = (long) filled + length;
            if (needed > BYTES_MAX) {
                throw new ProtocolException("Protocol error: too big request");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, filled + filled / 2L));
        }
        copy(in, from, length);
    }

    private void copy(byte[] in, int from, int length) {
        if (length == 1) {
            bytes[filled] = in[from];
        } else {
            System.arraycopy(in, from, bytes, filled, length);
        }
        filled += length;
    }

    private static int indexOf(byte wanted, byte[] in, int from, int end) {
        int position = from;
        while (position < end && in[position] != wanted) {
            position++;
        }
        return position;
    }

    /// Heap bytes held, big arguments not counted.
    int retainedBytes() {
        return bytes.length + Integer.BYTES * (ends.length + bigs.length + bigIndexes.length);
    }

    /// Forgets the request, releases its big arguments, and keeps little room for the next.
    void reset() {
        for (int index = 0; index < bigCount; index++) {
            bigs[index].release();
        }
        bigs = NO_BIGS;
        bigIndexes = NO_INDEXES;
        bigCount = 0;
        arriving = null;
        if (bytes.length > REUSED_BYTES_MAX) {
            bytes = new byte[INITIAL_BYTES];
        }
        if (ends.length > REUSED_ARGUMENTS_MAX) {
            ends = new int[INITIAL_ARGUMENTS];
        }
        state = State.BEGIN;
        isInline = false;
        kept = 0;
        filled = 0;
        count = 0;
        done = 0;
        argumentBytes = 0;
        missing = 0;
    }
}
