package dev.larder.server.command;

import dev.larder.server.session.Session;
import dev.larder.server.stats.SlowLog;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// What a monitor is shown of one request, in Redis's form:
///
/// ```text
///   +1700000000.123456 [0 127.0.0.1:60866] "SET" "k" "a \"quoted\" word\x00"\r\n
/// ```
///
/// Of an argument at most [#ARGUMENT_BYTES_MAX] bytes are shown and of a request about
/// [#LINE_BYTES_MAX]: a monitor must not multiply what others send.
final class MonitorLine {
    static final int ARGUMENT_BYTES_MAX = 64 * 1024;
    static final int LINE_BYTES_MAX = 1 << 20;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final ByteArrayOutputStream line = new ByteArrayOutputStream(128);

    private MonitorLine() {}

    /// The line for `request` from `session`, a whole reply.
    static byte[] of(SlowLog.Request request, Session session, long unixMicros) {
        var line = new MonitorLine();
        line.append("+" + unixMicros / 1_000_000 + ".");
        line.append(String.format("%06d", unixMicros % 1_000_000));
        line.append(" [" + session.db() + " " + session.link().address() + "]");
        int count = request.count();
        for (int index = 0; index < count; index++) {
            line.append(" ");
            if (line.line.size() > LINE_BYTES_MAX) {
                line.append("... (" + (count - index) + " more arguments)");
                break;
            }
            line.quote(request, index);
        }
        line.append("\r\n");
        return line.line.toByteArray();
    }

    private void quote(SlowLog.Request request, int index) {
        long length = request.length(index);
        byte[] bytes = new byte[(int) Math.min(length, ARGUMENT_BYTES_MAX)];
        request.copy(index, bytes, bytes.length);
        line.write('"');
        for (byte b : bytes) {
            quote(b);
        }
        if (length > bytes.length) {
            append("... (" + (length - bytes.length) + " more bytes)");
        }
        line.write('"');
    }

    private void quote(byte b) {
        switch (b) {
            case '\\', '"' -> escape(b);
            case '\n' -> escape('n');
            case '\r' -> escape('r');
            case '\t' -> escape('t');
            case 7 -> escape('a');
            case '\b' -> escape('b');
            default -> {
                if (b >= ' ' && b < 127) {
                    line.write(b);
                } else {
                    escape('x');
                    line.write(HEX[b >> 4 & 15]);
                    line.write(HEX[b & 15]);
                }
            }
        }
    }

    private void escape(int letter) {
        line.write('\\');
        line.write(letter);
    }

    private void append(String ascii) {
        line.writeBytes(ascii.getBytes(StandardCharsets.ISO_8859_1));
    }
}
