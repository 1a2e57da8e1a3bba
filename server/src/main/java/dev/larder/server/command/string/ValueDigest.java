package dev.larder.server.command.string;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.larder.protocol.bytes.Slice;
import dev.larder.server.command.Args;
import dev.larder.server.command.ReplyError;
import dev.larder.server.store.ShardGuard;
import java.util.HexFormat;

/// The digest of a value: its XXH3 hash of 64 bits [1], in 16 hexadecimal digits.
///
/// [1] https://github.com/Cyan4973/xxHash
final class ValueDigest {
    private static final int DIGITS = 16;
    private static final int PIECE_BYTES = 8192;

    private ValueDigest() {}

    /// The digest of the value in `slot`. O(N), allocates.
    static long of(ShardGuard guard, int slot) {
        HashStream64 stream = Hashing.xxh3_64().hashStream();
        long length = guard.valueBytes(slot);
        byte[] piece = new byte[(int) Math.min(length, PIECE_BYTES)];
        for (long from = 0; from < length; from += piece.length) {
            int count = (int) Math.min(piece.length, length - from);
            guard.copyValue(slot, from, piece, 0, count);
            stream.putBytes(piece, 0, count);
        }
        return stream.getAsLong();
    }

    /// Fails if argument `index` is no digest.
    static void check(Args args, int index) {
        if (args.length(index) != DIGITS) {
            throw ReplyError.NO_DIGEST.exception();
        }
        Slice digits = args.slice(index);
        for (int digit = 0; digit < DIGITS; digit++) {
            if (!HexFormat.isHexDigit(digits.at(digit))) {
                throw ReplyError.NO_DIGEST.exception();
            }
        }
    }

    /// Whether argument `index`, in capitals or not, is the digest of the value in `slot`.
    static boolean equal(ShardGuard guard, int slot, Args args, int index) {
        return HexFormat.fromHexDigitsToLong(args.text(index)) == of(guard, slot);
    }
}
