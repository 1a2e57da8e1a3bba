package dev.larder.server.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/// The requests of a trace of lines.
final class LineRequests implements Requests {
    private static final int LINE_BYTES_MAX = 4096;
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final BufferedInputStream bytes;
    private final LineFormat format;
    private final byte[] line = new byte[LINE_BYTES_MAX];
    private int lineBytes;
    private long lineNumber;
    private long runLength;
    private long inRun = -1;

    LineRequests(Path file, InputStream bytes, LineFormat format) {
        this.file = file;
        this.bytes = new BufferedInputStream(bytes, BUFFER_BYTES);
        this.format = format;
    }

    @Override
    public boolean next() throws IOException {
        inRun++;
        while (inRun >= runLength) {
            if (!readLine()) {
                runLength = 0;
                return false;
            }
            inRun = 0;
            try {
                runLength = format.accept(new String(line, 0, lineBytes, ISO_8859_1));
            } catch (LineFormat.Malformed malformed) {
                throw TraceException.at(file, lineNumber, malformed.problem());
            }
        }
        return true;
    }

    /// Reads up to the end of a line, which may be the end of the file; false when nothing is left.
    private boolean readLine() throws IOException {
        lineNumber++;
        lineBytes = 0;
        int next = bytes.read();
        if (next < 0) {
            return false;
        }
        for (; next >= 0 && next != '\n'; next = bytes.read()) {
            if (lineBytes == LINE_BYTES_MAX) {
                throw TraceException.at(
                        file, lineNumber, "a line of more than " + LINE_BYTES_MAX + " bytes");
            }
            line[lineBytes++] = (byte) next;
        }
        if (lineBytes > 0 && line[lineBytes - 1] == '\r') {
            lineBytes--;
        }
        return true;
    }

    @Override
    public byte[] key() {
        return format.key(inRun).getBytes(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
