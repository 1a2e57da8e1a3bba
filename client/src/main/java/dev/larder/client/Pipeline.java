package dev.larder.client;

import dev.larder.protocol.resp.Reply;
import java.util.ArrayList;
import java.util.List;

/// Requests that are sent without waiting for the replies between them. One thread only; may be used
/// again after [#run].
public final class Pipeline {
    private final LarderClient client;
    private final List<List<byte[]>> requests = new ArrayList<>();

    Pipeline(LarderClient client) {
        this.client = client;
    }

    /// Adds a request of words, its command's name first.
    public Pipeline add(String... words) {
        requests.add(LarderClient.bytes(words));
        return this;
    }

    /// Adds a request, its command's name first.
    public Pipeline add(byte[]... arguments) {
        requests.add(List.of(arguments));
        return this;
    }

    /// Sends what was added and waits for the replies, one for each request and in the same order. As
    /// many go out together as the connection may have on their way.
    public List<Reply> run() {
        List<List<byte[]>> sent = List.copyOf(requests);
        requests.clear();
        List<Reply> replies = new ArrayList<>(sent.size());
        for (int from = 0; from < sent.size(); from += client.inFlightMax()) {
            int to = Math.min(from + client.inFlightMax(), sent.size());
            replies.addAll(client.callAll(sent.subList(from, to)));
        }
        return replies;
    }
}
