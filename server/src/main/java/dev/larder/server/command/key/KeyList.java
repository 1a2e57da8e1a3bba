package dev.larder.server.command.key;

import dev.larder.protocol.bytes.Glob;
import dev.larder.protocol.bytes.Slice;
import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.store.Keyspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Keys collected in byte arrays, to be written when their number is known.
///
/// The array that is being filled grows up to 64 KiB; full ones are put aside, at the expense of the
/// [KeyRoom], which may be at its end: then the command fails. Close the list to give the room back.
final class KeyList implements Keyspace.KeyVisitor, AutoCloseable {
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int CHUNK_BYTES_MIN = 1024;

    /// A key's length, in front of it.
    private static final int LENGTH_BYTES = 2;

    private final Slice pattern;
    private final KeyRoom room;
    private final boolean takesAll;
    private final List<byte[]> full = new ArrayList<>();
    private byte[] bytes = new byte[CHUNK_BYTES_MIN];
    private int used;
    private int count;

    /// A list of those keys that match `pattern`, which is borrowed.
    KeyList(Slice pattern, KeyRoom room) {
        this.pattern = pattern;
        this.room = room;
        this.takesAll = pattern.length() == 1 && pattern.at(0) == '*';
    }

    @Override
    public void visit(byte[] array, int offset, int length) {
        boolean matches =
                takesAll
                        || Glob.matches(
                                pattern.array(),
                                pattern.offset(),
                                pattern.length(),
                                array,
                                offset,
                                length,
                                false);
        if (matches) {
            add(array, offset, length);
        }
    }

    private void add(byte[] array, int offset, int length) {
        makeRoom(LENGTH_BYTES + length);
        bytes[used++] = (byte) (length >>> Byte.SIZE);
        bytes[used++] = (byte) length;
        System.arraycopy(array, offset, bytes, used, length);
        used += length;
        count++;
    }

    private void makeRoom(int wanted) {
        if (wanted <= bytes.length - used) {
            return;
        }
        if (used + wanted <= CHUNK_BYTES) {
            bytes = Arrays.copyOf(bytes, Math.clamp(2L * bytes.length, used + wanted, CHUNK_BYTES));
            return;
        }
        room.take(CHUNK_BYTES);
        full.add(Arrays.copyOf(bytes, used));
        used = 0;
        if (bytes.length < wanted) {
            bytes = new byte[CHUNK_BYTES];
        }
    }

    /// Writes the keys as an array.
    void writeTo(ReplyWriter reply) {
        reply.array(count);
        for (byte[] chunk : full) {
            write(chunk, chunk.length, reply);
        }
        write(bytes, used, reply);
    }

    private static void write(byte[] bytes, int used, ReplyWriter reply) {
        int at = 0;
        while (at < used) {
            int length =
                    Byte.toUnsignedInt(bytes[at]) << Byte.SIZE | Byte.toUnsignedInt(bytes[at + 1]);
            at += LENGTH_BYTES;
            reply.bulk(bytes, at, length);
            at += length;
        }
    }

    @Override
    public void close() {
        room.giveBack((long) full.size() * CHUNK_BYTES);
        full.clear();
    }
}
