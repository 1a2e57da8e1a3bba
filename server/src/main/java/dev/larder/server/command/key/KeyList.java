package dev.larder.server.command.key;

import dev.larder.protocol.bytes.Glob;
import dev.larder.protocol.bytes.Slice;
import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.store.Keyspace;
import java.util.Arrays;

/// Keys collected in one byte array, to be written when their number is known.
final class KeyList implements Keyspace.KeyVisitor {
    private final Slice pattern;
    private final boolean takesAll;
    private byte[] bytes = new byte[1024];
    private int[] ends = new int[64];
    private int count;
    private int used;

    /// A list of those keys that match `pattern`, which is borrowed.
    KeyList(Slice pattern) {
        this.pattern = pattern;
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
        if (!matches) {
            return;
        }
        if (bytes.length - used < length) {
            bytes =
                    Arrays.copyOf(
                            bytes, Math.max(Math.multiplyExact(bytes.length, 2), used + length));
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
        }
        System.arraycopy(array, offset, bytes, used, length);
        used += length;
        ends[count++] = used;
    }

    /// Writes the keys as an array.
    void writeTo(ReplyWriter reply) {
        reply.array(count);
        int begin = 0;
        for (int index = 0; index < count; index++) {
            reply.bulk(bytes, begin, ends[index] - begin);
            begin = ends[index];
        }
    }
}
