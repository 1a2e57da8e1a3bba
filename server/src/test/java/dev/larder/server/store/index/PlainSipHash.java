package dev.larder.server.store.index;

/// SipHash-c-d by the letter of the paper, a byte at a time: what [KeyHasher] is compared with.
final class PlainSipHash {
    private final int compressionRounds;
    private final int finalRounds;
    private final long[] v = new long[4];

    PlainSipHash(int compressionRounds, int finalRounds) {
        this.compressionRounds = compressionRounds;
        this.finalRounds = finalRounds;
    }

    long hash(long key0, long key1, byte[] message) {
        v[0] = key0 ^ 0x736f6d6570736575L;
        v[1] = key1 ^ 0x646f72616e646f6dL;
        v[2] = key0 ^ 0x6c7967656e657261L;
        v[3] = key1 ^ 0x7465646279746573L;
        int words = message.length / 8 + 1;
        for (int word = 0; word < words; word++) {
            long bytes = 0;
            for (int index = 0; index < 8; index++) {
                int at = word * 8 + index;
                int value = at < message.length ? message[at] & 0xff : 0;
                if (at == words * 8 - 1) {
                    value = message.length & 0xff;
                }
                bytes += (long) value << (8 * index);
            }
            v[3] ^= bytes;
            rounds(compressionRounds);
            v[0] ^= bytes;
        }
        v[2] ^= 0xff;
        rounds(finalRounds);
        return v[0] ^ v[1] ^ v[2] ^ v[3];
    }

    private void rounds(int count) {
        for (int round = 0; round < count; round++) {
            add(0, 1, 13);
            v[0] = v[0] << 32 | v[0] >>> 32;
            add(2, 3, 16);
            add(0, 3, 21);
            add(2, 1, 17);
            v[2] = v[2] << 32 | v[2] >>> 32;
        }
    }

    private void add(int to, int from, int bits) {
        v[to] += v[from];
        v[from] = v[from] << bits | v[from] >>> (64 - bits);
        v[from] ^= v[to];
    }
}
