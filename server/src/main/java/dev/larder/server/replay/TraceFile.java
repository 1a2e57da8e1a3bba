package dev.larder.server.replay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
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
        try (InputStream bytes = unpacked(path)) {
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

    /// Its requests.
    public Requests open() throws IOException {
        try {
            return format.read(unpacked(path), path);
        } catch (IOException unreadable) {
            throw named(path, unreadable);
        }
    }

    /// How many requests there are, up to `limit`. Reads them all.
    public long requests(long limit) throws IOException {
        long count = 0;
        try (Requests requests = open()) {
            while (count < limit && requests.next()) {
                count++;
            }
        } catch (IOException unreadable) {
            throw named(path, unreadable);
        }
        return count;
    }

    /// How many different keys the first `limit` requests have. Reads them all, and remembers each
    /// key.
    public long distinctKeys(long limit) throws IOException {
        var seen = new HashSet<ByteBuffer>();
        try (Requests requests = open()) {
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

    private static InputStream unpacked(Path path) throws IOException {
        String name = path.getFileName().toString();
        if (!Files.isRegularFile(path)) {
            throw TraceException.in(path, "there is no such file");
        }
        if (name.endsWith(XZ)) {
            return XzStream.open(path);
        }
        InputStream bytes = Files.newInputStream(path);
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
}
