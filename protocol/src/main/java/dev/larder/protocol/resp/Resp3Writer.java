package dev.larder.protocol.resp;

import dev.larder.protocol.bytes.Decimals;
import java.nio.charset.StandardCharsets;

/// Replies with the types of RESP3: one null, maps, sets, pushes, booleans, doubles, big numbers,
/// texts with a format.
public final class Resp3Writer extends ReplyWriter {
    /// A writer into `buffer`.
    public Resp3Writer(ReplyBuffer buffer) {
        super(buffer);
    }

    @Override
    public RespVersion version() {
        return RespVersion.RESP3;
    }

    @Override
    public void nullBulk() {
        line((byte) '_', "");
    }

    @Override
    public void nullArray() {
        line((byte) '_', "");
    }

    @Override
    public void map(int pairs) {
        header((byte) '%', pairs);
    }

    @Override
    public void set(int count) {
        header((byte) '~', count);
    }

    @Override
    public void push(int count) {
        header((byte) '>', count);
    }

    /// Begins `pairs` remarks on the reply that follows them: only RESP3 has such.
    public void attributes(int pairs) {
        header((byte) '|', pairs);
    }

    @Override
    public void bool(boolean value) {
        line((byte) '#', value ? "t" : "f");
    }

    @Override
    public void decimal(double value) {
        line((byte) ',', Decimals.text(value));
    }

    @Override
    public void decimal(String digits) {
        line((byte) ',', digits);
    }

    @Override
    public void bigNumber(String digits) {
        line((byte) '(', digits);
    }

    @Override
    public void verbatim(String format, String text) {
        assert format.length() == 3 : "a format has three letters: " + format;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        header((byte) '=', bytes.length + 4L);
        ReplyBuffer buffer = buffer();
        buffer.ensure(Math.addExact(bytes.length, 4 + 2));
        byte[] array = buffer.array();
        int at = buffer.position();
        for (int index = 0; index < 3; index++) {
            array[at++] = (byte) format.charAt(index);
        }
        array[at++] = ':';
        System.arraycopy(bytes, 0, array, at, bytes.length);
        at += bytes.length;
        array[at++] = '\r';
        array[at++] = '\n';
        buffer.position(at);
    }
}
