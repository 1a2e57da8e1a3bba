package dev.larder.server.bench;

import java.util.SplittableRandom;

/// The bytes of values: pieces of one text of random letters, each stamped at its beginning with 60 bits
/// that follow from its number. Cheap to make, no two alike, and no gift to a server that packs what it
/// stores. Read by any thread.
final class ValuePool {
    private static final int POOL_BYTES = 1 << 20;
    private static final int STAMP_BYTES_MAX = 10;
    private static final byte[] LETTERS = letters();

    private final byte[] pool = new byte[POOL_BYTES];

    ValuePool(long seed) {
        var random = new SplittableRandom(seed);
        for (int i = 0; i < POOL_BYTES; i++) {
            pool[i] = LETTERS[random.nextInt(LETTERS.length)];
        }
    }

    private static byte[] letters() {
        var letters = new byte[64];
        String text = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (int i = 0; i < letters.length; i++) {
            letters[i] = (byte) text.charAt(i);
        }
        return letters;
    }

    /// A number as good as random that follows from `number`.
    static long scatter(long number) {
        long mixed = (number + 0x9e3779b97f4a7c15L) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 29) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 32;
    }

    /// Writes the first `bytes` of the value whose scattered number is `hash` into `array` at `at`, and
    /// returns where it ends.
    int write(long hash, int bytes, byte[] array, int at) {
        int end = at + bytes;
        int from = (int) (hash >>> 44);
        int to = at;
        while (to < end) {
            int run = Math.min(end - to, POOL_BYTES - from);
            System.arraycopy(pool, from, array, to, run);
            to += run;
            from = 0;
        }
        long rest = hash;
        int stampEnd = at + Math.min(bytes, STAMP_BYTES_MAX);
        for (int i = at; i < stampEnd; i++) {
            array[i] = LETTERS[(int) rest & 63];
            rest >>>= 6;
        }
        return end;
    }
}
