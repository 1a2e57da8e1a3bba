package dev.larder.server.store.index;

import dev.larder.server.memory.RawBytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/// The hash of a key: SipHash-1-3 \[1\] of the database id, as eight bytes with the lowest first,
/// and the bytes of the key.
///
/// A cache hashes what strangers send. With a secret key of 128 bits nobody can choose keys that
/// meet in one bucket, so no request is slow by design of its sender; one round a word and three at
/// the end is the variant that hash tables use. The key is drawn once a process, and no hash ever
/// leaves it, except for the shape of a scan's cursor. Allocates nothing. Any thread.
///
/// The round stands here three times because four words cannot be returned from a method without
/// allocating, and because the words come from an array or from the region.
///
/// \[1\] J.-P. Aumasson, D. J. Bernstein, "SipHash: a fast short-input PRF", INDOCRYPT 2012,
/// <https://131002.net/siphash/siphash.pdf>
public final class KeyHasher {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final boolean REVERSED = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;

    private static final int FINAL_ROUNDS = 3;
    private static final int FINAL_MARK = 0xff;

    private final long start0;
    private final long start1;
    private final long start2;
    private final long start3;

    /// A hasher with this key: for tests, which want the same hashes every time.
    public KeyHasher(long key0, long key1) {
        start0 = key0 ^ 0x736f6d6570736575L;
        start1 = key1 ^ 0x646f72616e646f6dL;
        start2 = key0 ^ 0x6c7967656e657261L;
        start3 = key1 ^ 0x7465646279746573L;
    }

    /// A hasher with a key nobody knows: one a process.
    public static KeyHasher random() {
        var random = new SecureRandom();
        return new KeyHasher(random.nextLong(), random.nextLong());
    }

    /// The hash of the key that is `length` bytes of `array` from `offset`, in database `db`.
    public long hash(byte[] array, int offset, int length, int db) {
        long v0 = start0;
        long v1 = start1;
        long v2 = start2;
        long v3 = start3;
        long word = db;
        int end = offset + length;
        int at = offset;
        boolean last = false;
        while (true) {
            v3 ^= word;
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
            v0 ^= word;
            if (at <= end - Long.BYTES) {
                word = (long) LONGS.get(array, at);
                at += Long.BYTES;
            } else if (last) {
                return finish(v0, v1, v2, v3);
            } else {
                word = lastWord(array, at, end - at, length);
                last = true;
            }
        }
    }

    /// The hash of the key that is `length` bytes of `raw` at `at`, in database `db`: the same as
    /// of those bytes in an array.
    public long hash(RawBytes raw, long at, int length, int db) {
        long v0 = start0;
        long v1 = start1;
        long v2 = start2;
        long v3 = start3;
        long word = db;
        int index = 0;
        boolean last = false;
        while (true) {
            v3 ^= word;
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
            v0 ^= word;
            if (index <= length - Long.BYTES) {
                long bytes = raw.longAt(at + index);
                word = REVERSED ? Long.reverseBytes(bytes) : bytes;
                index += Long.BYTES;
            } else if (last) {
                return finish(v0, v1, v2, v3);
            } else {
                word = lastWord(raw, at + index, length - index, length);
                last = true;
            }
        }
    }

    /// The last word: the `rest` bytes (at most 7) that fill no word, and the count of all the
    /// bytes hashed, the database's eight included, in the highest byte.
    private static long lastWord(byte[] array, int at, int rest, int length) {
        long word = 0;
        int shift = 0;
        if (rest >= Integer.BYTES) {
            word = (int) INTS.get(array, at) & 0xffff_ffffL;
            shift = Integer.SIZE;
        }
        for (int index = shift >>> 3; index < rest; index++, shift += Byte.SIZE) {
            word |= (array[at + index] & 0xffL) << shift;
        }
        return word | (long) (length + Long.BYTES) << 56;
    }

    private static long lastWord(RawBytes raw, long at, int rest, int length) {
        long word = 0;
        int shift = 0;
        if (rest >= Integer.BYTES) {
            int bytes = raw.intAt(at);
            word = (REVERSED ? Integer.reverseBytes(bytes) : bytes) & 0xffff_ffffL;
            shift = Integer.SIZE;
        }
        for (int index = shift >>> 3; index < rest; index++, shift += Byte.SIZE) {
            word |= (raw.byteAt(at + index) & 0xffL) << shift;
        }
        return word | (long) (length + Long.BYTES) << 56;
    }

    private static long finish(long w0, long w1, long w2, long w3) {
        long v0 = w0;
        long v1 = w1;
        long v2 = w2 ^ FINAL_MARK;
        long v3 = w3;
        for (int round = 0; round < FINAL_ROUNDS; round++) {
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }
}
