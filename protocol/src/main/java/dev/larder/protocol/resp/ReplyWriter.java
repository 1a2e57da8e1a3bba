package dev.larder.protocol.resp;

import dev.larder.protocol.bytes.Ascii;
import dev.larder.protocol.bytes.Slice;
import java.nio.charset.StandardCharsets;

/// What a command can say, spelled in the version of RESP its client speaks.
///
/// Replies are written as they are made, into a [ReplyBuffer]; nothing is allocated but what the
/// buffer grows by (`decimal` and the cold text replies excepted). Aggregates are headers only: who
/// writes `array(3)` owes three more replies. One thread only.
public abstract sealed class ReplyWriter permits Resp2Writer, Resp3Writer {
    private static final byte CR = '\r';
    private static final byte LF = '\n';

    /// The longest header: a type byte, a long, CR LF.
    static final int HEADER_BYTES = 1 + Ascii.LONG_BYTES + 2;

    private final ReplyBuffer buffer;

    ReplyWriter(ReplyBuffer buffer) {
        this.buffer = buffer;
    }

    /// A writer of the wanted version.
    public static ReplyWriter of(RespVersion version, ReplyBuffer buffer) {
        return switch (version) {
            case RESP2 -> new Resp2Writer(buffer);
            case RESP3 -> new Resp3Writer(buffer);
        };
    }

    /// Where the replies go.
    public final ReplyBuffer buffer() {
        return buffer;
    }

    /// The version this writer speaks.
    public abstract RespVersion version();

    /// The reply `OK`.
    public final void ok() {
        simple("OK");
    }

    /// A short text of printable ASCII.
    public final void simple(String ascii) {
        line((byte) '+', ascii);
    }

    /// An error: its code, a space, and what is wrong. One character is one byte (ISO 8859-1, as
    /// [Slice#text] gives it); CR and LF become spaces, so that no client can forge a reply.
    public final void error(String line) {
        line((byte) '-', line);
    }

    /// A whole number.
    public final void integer(long value) {
        header((byte) ':', value);
    }

    /// A string of bytes.
    public final void bulk(Slice bytes) {
        bulk(bytes.array(), bytes.offset(), bytes.length());
    }

    /// A string of bytes.
    public final void bulk(byte[] bytes) {
        bulk(bytes, 0, bytes.length);
    }

    /// A string of `length` bytes.
    public final void bulk(byte[] bytes, int offset, int length) {
        int at = bulkSpace(length);
        System.arraycopy(bytes, offset, buffer.array(), at, length);
    }

    /// A string of text, in UTF-8. Allocates unless it is ASCII.
    public final void bulk(String text) {
        int length = text.length();
        for (int index = 0; index < length; index++) {
            if (text.charAt(index) >= 0x80) {
                bulk(text.getBytes(StandardCharsets.UTF_8));
                return;
            }
        }
        putAscii(bulkSpace(length), text);
    }

    /// A string that spells a whole number in decimal.
    public final void bulkInteger(long value) {
        int at = bulkSpace(Ascii.digits(value));
        Ascii.writeLong(buffer.array(), at, value);
    }

    /// A string of `length` bytes which the caller puts into the buffer's array at the position
    /// returned, before anything else is written.
    public final int bulkSpace(int length) {
        buffer.ensure(Math.addExact(length, HEADER_BYTES + 2));
        putHeader((byte) '$', length);
        int at = buffer.position();
        putLineEnd(at + length);
        return at;
    }

    /// A string whose bytes stay where they are until they are sent. Takes the value over.
    public final void bigBulk(BigReply value) {
        header((byte) '$', value.length());
        buffer.attach(value);
        buffer.ensure(2);
        putLineEnd(buffer.position());
    }

    /// No value, where a string might be.
    public abstract void nullBulk();

    /// No value, where an array might be.
    public abstract void nullArray();

    /// Begins an array of `count` replies.
    public final void array(int count) {
        header((byte) '*', count);
    }

    /// An array of nothing.
    public final void emptyArray() {
        array(0);
    }

    /// Begins a map of `pairs` keys, each followed by its value.
    public abstract void map(int pairs);

    /// Begins a set of `count` replies.
    public abstract void set(int count);

    /// Begins a message of `count` replies that nobody asked for.
    public abstract void push(int count);

    /// Yes or no: one or zero before RESP3.
    public abstract void bool(boolean value);

    /// A floating-point number: a string before RESP3. Allocates.
    public abstract void decimal(double value);

    /// A decimal number as text `digits`, for instance a rounded one: a string before RESP3.
    public abstract void decimal(String digits);

    /// A whole number of any size: a string before RESP3.
    public abstract void bigNumber(String digits);

    /// A text for people, with the three-letter name of its format: a plain string before RESP3.
    public abstract void verbatim(String format, String text);

    /// The end of what is written now; see [#rewind].
    public final int mark() {
        return buffer.mark();
    }

    /// Forgets what was written since `mark`. False if some of that has left already: then the
    /// connection holds half a reply and must be closed.
    public final boolean rewind(int mark) {
        return buffer.rewind(mark);
    }

    /// A type byte, a number, CR LF.
    final void header(byte type, long number) {
        buffer.ensure(HEADER_BYTES);
        putHeader(type, number);
    }

    /// A type byte, text of one byte a character without CR or LF, CR LF.
    final void line(byte type, String text) {
        int length = text.length();
        buffer.ensure(Math.addExact(length, 3));
        byte[] array = buffer.array();
        int at = buffer.position();
        array[at++] = type;
        putAscii(at, text);
        for (int index = at; index < at + length; index++) {
            if (array[index] == CR || array[index] == LF) {
                array[index] = ' ';
            }
        }
        putLineEnd(at + length);
    }

    private void putHeader(byte type, long number) {
        byte[] array = buffer.array();
        int at = buffer.position();
        array[at] = type;
        putLineEnd(Ascii.writeLong(array, at + 1, number));
    }

    private void putLineEnd(int at) {
        byte[] array = buffer.array();
        array[at] = CR;
        array[at + 1] = LF;
        buffer.position(at + 2);
    }

    /// Puts one byte a character: exactly what the deprecated method is for, and nothing is allocated.
    @SuppressWarnings("deprecation")
    private void putAscii(int at, String text) {
        text.getBytes(0, text.length(), buffer.array(), at);
    }
}
