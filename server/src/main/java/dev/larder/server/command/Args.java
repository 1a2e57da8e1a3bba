package dev.larder.server.command;

import dev.larder.protocol.bytes.Ascii;
import dev.larder.protocol.bytes.Decimals;
import dev.larder.protocol.bytes.Slice;
import dev.larder.protocol.resp.ArgVector;
import dev.larder.protocol.resp.BigArgument;
import dev.larder.server.store.ShardGuard;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The arguments of the request that is being executed, with the types and errors of commands.
///
/// A view of the decoder's [ArgVector]: what it hands out is borrowed and good until the command
/// returns. One object serves one event loop; a command never keeps it.
public final class Args {
    /// The longest key there can be.
    public static final int KEY_BYTES_MAX = ShardGuard.KEY_BYTES_MAX;

    /// The longest argument that [#slice] copies back to the heap.
    public static final int SLICE_BYTES_MAX = 1 << 20;

    private static final int DECIMAL_BYTES_MAX = 256;

    private @Nullable ArgVector vector;

    Args() {}

    /// How many arguments there are, the command's name included.
    public int count() {
        return vector().count();
    }

    /// The bytes of argument `index`. One that arrived in native memory is copied to the heap if it has at
    /// most [#SLICE_BYTES_MAX] bytes, and is an error else: commands that store values ask [#isBig].
    public Slice slice(int index) {
        if (!vector().isBig(index)) {
            return vector().slice(index);
        }
        long length = big(index).length();
        if (length > SLICE_BYTES_MAX) {
            throw ReplyError.ARGUMENT_TOO_BIG.with(length, SLICE_BYTES_MAX);
        }
        return vector().slice(index);
    }

    /// The key at `index`: like [#slice], and an error if it is longer than a key may be.
    public Slice key(int index) {
        if (vector().length(index) > KEY_BYTES_MAX) {
            throw ReplyError.KEY_TOO_LONG.with(vector().length(index), KEY_BYTES_MAX);
        }
        return vector().slice(index);
    }

    /// Whether argument `index` lies in native memory, too big for the heap.
    public boolean isBig(int index) {
        return vector().isBig(index);
    }

    /// The argument `index` where [#isBig]; an error if there was no memory to receive all of it.
    public BigArgument big(int index) {
        BigArgument big = vector().big(index);
        if (big.failed()) {
            throw ReplyError.OUT_OF_MEMORY.exception();
        }
        return big;
    }

    /// How many bytes argument `index` has, big or not.
    public long length(int index) {
        return vector().length(index);
    }

    /// The whole number that argument `index` spells; else [ReplyError#NOT_INTEGER].
    public long integer(int index) {
        return integer(index, ReplyError.NOT_INTEGER);
    }

    /// The whole number that argument `index` spells; else `error`, which takes no words.
    public long integer(int index, ReplyError error) {
        if (vector().length(index) > Ascii.LONG_BYTES) {
            throw error.exception();
        }
        Slice slice = vector().slice(index);
        if (!Ascii.isLong(slice.array(), slice.offset(), slice.length())) {
            throw error.exception();
        }
        return Ascii.parseLong(slice.array(), slice.offset(), slice.length());
    }

    /// The whole number that argument `index` spells, from `min` to `max`; else an error that says so.
    public long integer(int index, long min, long max) {
        long value = integer(index);
        if (value < min || value > max) {
            throw ReplyError.OUT_OF_RANGE.with(min, max);
        }
        return value;
    }

    /// The number that argument `index` spells, infinities included; else [ReplyError#NOT_FLOAT].
    public double decimal(int index) {
        if (vector().length(index) > DECIMAL_BYTES_MAX) {
            throw ReplyError.NOT_FLOAT.exception();
        }
        Slice slice = vector().slice(index);
        double value = Decimals.parse(slice.array(), slice.offset(), slice.length());
        if (Double.isNaN(value)) {
            throw ReplyError.NOT_FLOAT.exception();
        }
        return value;
    }

    /// Whether argument `index` spells `upperCase`, in any mixture of cases.
    public boolean is(int index, String upperCase) {
        return vector().length(index) == upperCase.length() && vector().slice(index).is(upperCase);
    }

    /// The argument `index` as text, one character a byte. Allocates.
    public String text(int index) {
        return slice(index).text();
    }

    private ArgVector vector() {
        return Objects.requireNonNull(vector);
    }

    void set(ArgVector vector) {
        this.vector = vector;
    }
}
