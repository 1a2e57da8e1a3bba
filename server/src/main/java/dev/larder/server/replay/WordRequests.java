package dev.larder.server.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// The requests of a trace of big-endian words, each of them a key.
final class WordRequests implements Requests {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final BufferedInputStream bytes;
    private final byte[] word;
    private long count;

    WordRequests(Path file, InputStream bytes, int wordBytes) {
        this.file = file;
        this.bytes = new BufferedInputStream(bytes, BUFFER_BYTES);
        this.word = new byte[wordBytes];
    }

    @Override
    public boolean next() throws IOException {
        count++;
        int read = bytes.readNBytes(word, 0, word.length);
        if (read != 0 && read != word.length) {
            throw TraceException.at(
                    file,
                    count,
                    "the file ends after "
                            + read
                            + " of the "
                            + word.length
                            + " bytes of a request");
        }
        return read != 0;
    }

    @Override
    public byte[] key() {
        var buffer = ByteBuffer.wrap(word);
        long key = word.length == Long.BYTES ? buffer.getLong() : buffer.getInt();
        return Long.toString(key).getBytes(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
