package dev.larder.protocol.resp;

/// The keys of requests that have arrived and will be executed next, as far as one can tell without
/// decoding them: their second arguments. A hint, good for bringing memory nearer and nothing else.
///
/// Borrowed from where they were received, like the arguments of a request. One thread only.
public final class KeysAhead {
    /// The most keys that are looked for at once: about as many as a core has misses in flight.
    public static final int MAX = 16;

    private static final byte[] NO_BYTES = {};

    private byte[] array = NO_BYTES;
    private final int[] offsets = new int[MAX];
    private final int[] lengths = new int[MAX];
    private int count;
    private int requests;

    /// No keys yet.
    public KeysAhead() {}

    /// The array that holds the keys.
    public byte[] array() {
        return array;
    }

    /// How many keys there are.
    public int count() {
        return count;
    }

    /// Where key `index` begins.
    public int offset(int index) {
        return offsets[index];
    }

    /// How many bytes key `index` has.
    public int length(int index) {
        return lengths[index];
    }

    /// How many requests were looked at; those without a second argument have no key here.
    public int requests() {
        return requests;
    }

    boolean isFull() {
        return requests == MAX;
    }

    void begin(byte[] from) {
        if (array != from) {
            array = from;
        }
        count = 0;
        requests = 0;
    }

    void add(int offset, int length) {
        offsets[count] = offset;
        lengths[count] = length;
        count++;
    }

    void requestEnded() {
        requests++;
    }
}
