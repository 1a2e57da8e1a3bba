package dev.larder.server.replay;

import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.file.Path;

/// What `xz -dc` makes of a file: the JDK has no decoder of its own.
final class XzStream extends FilterInputStream {
    private final Path file;
    private final Process xz;

    private XzStream(Path file, Process xz) {
        super(xz.getInputStream());
        this.file = file;
        this.xz = xz;
    }

    static XzStream open(Path file) throws IOException {
        try {
            return new XzStream(
                    file,
                    new ProcessBuilder("xz", "-dc", "--", file.toString())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start());
        } catch (IOException absent) {
            throw TraceException.in(
                    file,
                    "needs the program xz, which is not here: install it, or repack with gzip");
        }
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        return read < 0 ? end() : read;
    }

    @Override
    public int read(byte[] to, int from, int count) throws IOException {
        int read = super.read(to, from, count);
        return read < 0 ? end() : read;
    }

    /// The end is one only if the program says so.
    private int end() throws IOException {
        try {
            if (xz.waitFor() != 0) {
                throw TraceException.in(file, "xz cannot unpack it: status " + xz.exitValue());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw TraceException.in(file, "interrupted");
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        xz.destroy();
        super.close();
    }
}
