package dev.larder.protocol.resp;

import dev.larder.protocol.bytes.Slice;
import java.util.Arrays;

/// The arguments of one request, its command name first, borrowed from where they were received.
///
/// Shape: offsets and lengths into one array of bytes; only arguments that were too big for the heap
/// are objects of their own ([#isBig]). The same vector serves one request after another, of all
/// connections of an event loop if they share a [DecoderScratch]: everything in it is valid until the
/// decoder is asked for the next request, and what must live longer is copied. One thread only.
public final class ArgVector {
    /// Arguments whose slices are kept for reuse; the slices of further ones are made when asked for.
    private static final int SLICES_KEPT_MAX = 1024;

    private static final int INITIAL_ARGUMENTS = 16;
    private static final byte[] NO_BYTES = {};
    private static final BigArgument[] NO_BIGS = {};

    private byte[] array = NO_BYTES;
    private int[] offsets = new int[INITIAL_ARGUMENTS];

    /// The length of an argument, or `-1 - n` for the big argument number `n`.
    private int[] lengths = new int[INITIAL_ARGUMENTS];

    private int count;
    private long totalBytes;
    private BigArgument[] bigs = NO_BIGS;
    private int bigCount;
    private Slice[] slices = newSlices(new Slice[0], INITIAL_ARGUMENTS);

    ArgVector() {}

    /// How many arguments there are; at least one.
    public int count() {
        return count;
    }

    /// Whether the argument number `index` arrived as a [BigArgument].
    public boolean isBig(int index) {
        assert index < count;
        return lengths[index] < 0;
    }

    /// The big argument number `index`; only where [#isBig].
    public BigArgument big(int index) {
        assert isBig(index);
        return bigs[-1 - lengths[index]];
    }

    /// How many bytes the argument number `index` has, big or not.
    public long length(int index) {
        return isBig(index) ? big(index).length() : lengths[index];
    }

    /// The bytes of the argument number `index`, in the same slice each time for the first thousand
    /// arguments. A big argument is copied to the heap for it, so ask [#isBig] and [#length] first.
    public Slice slice(int index) {
        Slice slice = index < slices.length ? slices[index] : new Slice();
        slice(index, slice);
        return slice;
    }

    /// Points `slice` at the argument number `index`. Allocates only for a big one.
    public void slice(int index, Slice slice) {
        assert index < count;
        int length = lengths[index];
        if (length >= 0) {
            slice.set(array, offsets[index], length);
        } else {
            BigArgument big = big(index);
            byte[] copy = new byte[Math.toIntExact(big.length())];
            big.copyTo(0, copy, 0, copy.length);
            slice.set(copy, 0, copy.length);
        }
    }

    /// Where the argument number `index` begins; only for one that is not big.
    int offset(int index) {
        assert !isBig(index);
        return offsets[index];
    }

    /// The bytes of all arguments together.
    public long totalBytes() {
        return totalBytes;
    }

    /// Forgets the request before, and the room it took if that was unusual.
    void begin(byte[] array) {
        this.array = array;
        count = 0;
        totalBytes = 0;
        if (bigCount > 0) {
            bigs = NO_BIGS;
            bigCount = 0;
        }
        if (offsets.length > SLICES_KEPT_MAX) {
            offsets = new int[INITIAL_ARGUMENTS];
            lengths = new int[INITIAL_ARGUMENTS];
        }
    }

    /// Adds an argument that lies in the array.
    void add(int offset, int length) {
        put(offset, length);
        totalBytes += length;
    }

    private void put(int offset, int length) {
        if (count == offsets.length) {
            grow();
        }
        offsets[count] = offset;
        lengths[count] = length;
        count++;
    }

    /// Adds an argument that lies elsewhere.
    void add(BigArgument big) {
        put(0, -1 - bigCount);
        totalBytes += big.length();
        bigs = Arrays.copyOf(bigs, bigCount + 1);
        bigs[bigCount++] = big;
    }

    private void grow() {
        int room = 2 * count;
        offsets = Arrays.copyOf(offsets, room);
        lengths = Arrays.copyOf(lengths, room);
        if (slices.length < SLICES_KEPT_MAX) {
            slices = newSlices(slices, Math.min(room, SLICES_KEPT_MAX));
        }
    }

    private static Slice[] newSlices(Slice[] old, int length) {
        Slice[] slices = Arrays.copyOf(old, length);
        for (int index = old.length; index < length; index++) {
            slices[index] = new Slice();
        }
        return slices;
    }
}
