package dev.larder.server.replay;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;

/// A file with recorded requests; `.gz` and `.xz` are unpacked as they are read.
///
/// @param path where it is
/// @param format how it is written
public record TraceFile(Path path, TraceFormat format) {
    private static final String GZIP = ".gz";
    private static final String XZ = ".xz";
    private static final int UNPACK_BYTES = 1 << 16;

    /// The file there, its format told by name and content.
    ///
    /// @throws TraceException if it cannot be read, or its format cannot be told
    public static TraceFile at(Path path) throws IOException {
        byte[] sample;
        try (InputStream bytes = unpacked(path, read -> {})) {
            sample = bytes.readNBytes(FormatGuess.SAMPLE_BYTES);
        } catch (IOException unreadable) {
            throw named(path, unreadable);
        }
        Optional<TraceFormat> format = FormatGuess.of(unpackedName(path), sample);
        return new TraceFile(
                path,
                format.orElseThrow(() ->
                        TraceException.in(path, "of no known format: name it with --format")));
    }

    /// Its name without folders.
    public String name() {
        return path.getFileName().toString();
    }

    /// How many bytes reading it will take, as counted by [#open].
    public long bytes() throws IOException {
        return Files.size(path);
    }

    /// Its requests. `position` is told how many bytes of the file were read whenever more are; not
    /// for a file that another program unpacks.
    public Requests open(LongConsumer position) throws IOException {
        try {
            return format.read(unpacked(path, position), path);
        } catch (IOException unreadable) {
            throw named(path, unreadable);
        }
    }

    /// How many different keys the first `limit` requests have. Reads them all, and remembers each
    /// key.
    public long distinctKeys(long limit) throws IOException {
        var seen = new HashSet<ByteBuffer>();
        try (Requests requests = open(read -> {})) {
            for (long i = 0; i < limit && requests.next(); i++) {
                seen.add(ByteBuffer.wrap(requests.key()));
            }
        } catch (IOException unreadable) {
            throw named(path, unreadable);
        }
        return seen.size();
    }

    /// The same failure with the file's name in it.
    static TraceException named(Path path, IOException failure) {
        if (failure instanceof TraceException named) {
            return named;
        }
        return TraceException.in(
                path, failure.getClass().getSimpleName() + ": " + failure.getMessage());
    }

    private static String unpackedName(Path path) {
        String name = path.getFileName().toString();
        boolean packed = name.endsWith(GZIP) || name.endsWith(XZ);
        return packed ? name.substring(0, name.length() - GZIP.length()) : name;
    }

    private static InputStream unpacked(Path path, LongConsumer position) throws IOException {
        String name = path.getFileName().toString();
        if (!Files.isRegularFile(path)) {
            throw TraceException.in(path, "there is no such file");
        }
        if (name.endsWith(XZ)) {
            return XzStream.open(path);
        }
        InputStream bytes = new Counted(Files.newInputStream(path), position);
        if (!name.endsWith(GZIP)) {
            return bytes;
        }
        try {
            return new GZIPInputStream(bytes, UNPACK_BYTES);
        } catch (IOException noGzip) {
            bytes.close();
            throw noGzip;
        }
    }

    /// Says how far it has come.
    private static final class Counted extends FilterInputStream {
        private final LongConsumer position;
        private long read;

        Counted(InputStream bytes, LongConsumer position) {
            super(bytes);
            this.position = position;
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            advance(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] to, int from, int count) throws IOException {
            int more = super.read(to, from, count);
            advance(Math.max(more, 0));
            return more;
        }

        private void advance(int bytes) {
            read += bytes;
            position.accept(read);
        }
    }
}
