package dev.larder.protocol.resp;

import dev.larder.protocol.bytes.Decimals;

/// Replies as every Redis client has understood them from the beginning: five types, and everything
/// newer said in terms of them.
public final class Resp2Writer extends ReplyWriter {
    /// A writer into `buffer`.
    public Resp2Writer(ReplyBuffer buffer) {
        super(buffer);
    }

    @Override
    public RespVersion version() {
        return RespVersion.RESP2;
    }

    @Override
    public void nullBulk() {
        header((byte) '$', -1);
    }

    @Override
    public void nullArray() {
        header((byte) '*', -1);
    }

    @Override
    public void map(int pairs) {
        array(Math.multiplyExact(pairs, 2));
    }

    @Override
    public void set(int count) {
        array(count);
    }

    @Override
    public void push(int count) {
        array(count);
    }

    @Override
    public void bool(boolean value) {
        integer(value ? 1 : 0);
    }

    @Override
    public void decimal(double value) {
        bulk(Decimals.text(value));
    }

    @Override
    public void decimal(String digits) {
        bulk(digits);
    }

    @Override
    public void bigNumber(String digits) {
        bulk(digits);
    }

    @Override
    public void verbatim(String format, String text) {
        bulk(text);
    }
}
