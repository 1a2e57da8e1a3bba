package dev.larder.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A server on a free port that takes connections one after another and answers each request with
/// whatever bytes a function says: nothing, several replies, half of one.
final class ScriptedServer implements AutoCloseable {
    /// As an answer: the server hangs up.
    static final String HANG_UP = "hang up";

    private final ServerSocket listening;
    private final Function<List<String>, String> script;
    private final List<List<String>> requests = new ArrayList<>();

    ScriptedServer(Function<List<String>, String> script) throws IOException {
        this.script = script;
        this.listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().name("scripted-server").daemon().start(this::serve);
    }

    int port() {
        return listening.getLocalPort();
    }

    String host() {
        return listening.getInetAddress().getHostAddress();
    }

    ClientConfig config() {
        return ClientConfig.of(host(), port());
    }

    /// The requests so far.
    List<List<String>> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (Socket client = listening.accept()) {
                serve(client);
            } catch (IOException gone) {
                // The client hung up, or this server was closed: on to the next, if there is one.
            }
        }
    }

    private void serve(Socket client) throws IOException {
        client.setTcpNoDelay(true);
        InputStream in = client.getInputStream();
        OutputStream out = client.getOutputStream();
        while (true) {
            List<String> request = new ArrayList<>();
            String header = line(in);
            for (int count = Integer.parseInt(header.substring(1)); count > 0; count--) {
                int length = Integer.parseInt(line(in).substring(1));
                request.add(new String(in.readNBytes(length), ISO_8859_1));
                in.skipNBytes(2);
            }
            synchronized (requests) {
                requests.add(request);
            }
            String answer = script.apply(request);
            if (answer.equals(HANG_UP)) {
                return;
            }
            out.write(answer.getBytes(ISO_8859_1));
            out.flush();
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int letter = in.read(); letter != '\r'; letter = in.read()) {
            if (letter < 0) {
                throw new IOException("the client is gone");
            }
            line.append((char) letter);
        }
        in.skipNBytes(1);
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
