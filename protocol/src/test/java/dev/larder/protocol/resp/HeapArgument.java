package dev.larder.protocol.resp;

import java.util.Arrays;

/// A big argument on the heap, which counts those that are open.
final class HeapArgument implements BigArgument {
    /// Makes arguments, and knows how many there were and are.
    static final class Factory implements BigArgument.Source {
        int opened;
        int open;

        @Override
        public BigArgument open(long length) {
            opened++;
            open++;
            return new HeapArgument(this, length);
        }
    }

    private final Factory factory;
    private final long length;
    private byte[] bytes = {};
    private boolean released;

    private HeapArgument(Factory factory, long length) {
        this.factory = factory;
        this.length = length;
    }

    @Override
    public void append(byte[] array, int from, int to) {
        int filled = bytes.length;
        bytes = Arrays.copyOf(bytes, filled + to - from);
        System.arraycopy(array, from, bytes, filled, to - from);
    }

    @Override
    public boolean failed() {
        return false;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void copyTo(long from, byte[] to, int at, int count) {
        System.arraycopy(bytes, (int) from, to, at, count);
    }

    @Override
    public void release() {
        if (!released) {
            released = true;
            factory.open--;
        }
    }
}
