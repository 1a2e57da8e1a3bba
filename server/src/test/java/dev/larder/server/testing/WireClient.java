package dev.larder.server.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;

/// A client that knows as little of RESP as it can, so that a test sees what is on the wire, and that
/// can behave as badly as a test needs. One character is one byte.
public final class WireClient implements AutoCloseable {
    private static final int PATIENCE_MS = 20_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private WireClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MS);
        in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        out = socket.getOutputStream();
    }

    /// Connects to `port` of this machine.
    public static WireClient connect(int port) throws IOException {
        return connect(InetAddress.getLoopbackAddress(), port);
    }

    /// Connects to `port` of `address`.
    public static WireClient connect(InetAddress address, int port) throws IOException {
        return new WireClient(new Socket(address, port));
    }

    /// Sends `text` as it is.
    public void send(String text) throws IOException {
        send(text.getBytes(ISO_8859_1));
    }

    /// Sends `bytes`.
    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /// Sends one inline request and reads one reply.
    public String exchange(String request) throws IOException {
        send(request + "\r\n");
        return reply();
    }

    /// Reads one reply: a line without its end; of a bulk string its bytes, and `(nil)` for none; of an
    /// array its elements in brackets.
    public String reply() throws IOException {
        String line = line();
        return switch (line.charAt(0)) {
            case '$' -> {
                int length = Integer.parseInt(line.substring(1));
                yield length < 0 ? "(nil)" : bulk(length);
            }
            case '*', '~', '>' -> elements(Integer.parseInt(line.substring(1)));
            case '%' -> elements(Integer.parseInt(line.substring(1)) * 2);
            default -> line;
        };
    }

    private String elements(int count) throws IOException {
        var elements = new String[Math.max(0, count)];
        for (int index = 0; index < count; index++) {
            elements[index] = reply();
        }
        return Arrays.toString(elements);
    }

    /// Reads one reply, or nothing if the server has hung up before the reply's first byte.
    public String replyOrEnd() throws IOException {
        in.mark(1);
        if (in.read() < 0) {
            return "";
        }
        in.reset();
        return reply();
    }

    /// Reads one line, or nothing if the server has hung up, in whatever way, before its first byte.
    public String lineOrEnd() throws IOException {
        try {
            in.mark(1);
            if (in.read() < 0) {
                return "";
            }
        } catch (SocketException reset) {
            return "";
        }
        in.reset();
        return line();
    }

    private String bulk(int length) throws IOException {
        String text = new String(bytes(length), ISO_8859_1);
        bytes(2);
        return text;
    }

    /// Reads up to CR LF.
    public String line() throws IOException {
        var line = new StringBuilder();
        for (int next = read(); next != '\r'; next = read()) {
            line.append((char) next);
        }
        if (read() != '\n') {
            throw new IOException("CR without LF after " + line);
        }
        return line.toString();
    }

    private int read() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException("the server hung up");
        }
        return next;
    }

    /// Reads exactly `count` bytes.
    public byte[] bytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("the server hung up after " + bytes.length + " of " + count);
        }
        return bytes;
    }

    /// Reads and forgets exactly `count` bytes.
    public void skip(long count) throws IOException {
        in.skipNBytes(count);
    }

    /// Reads all there is until the server hangs up.
    public String rest() throws IOException {
        return new String(in.readAllBytes(), ISO_8859_1);
    }

    /// Waits for the server to hang up, in whatever way. False if it sends something instead.
    public boolean isHungUp() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    /// How long a read may take.
    public void patienceMs(int milliseconds) throws IOException {
        socket.setSoTimeout(milliseconds);
    }

    /// Says that nothing more will be sent.
    public void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /// Closes with a reset, not a farewell.
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /// The client's own port.
    public int localPort() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
