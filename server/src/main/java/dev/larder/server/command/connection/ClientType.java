package dev.larder.server.command.connection;

import dev.larder.server.command.ReplyError;
import dev.larder.server.session.Session;
import java.util.Locale;

/// What a connection is used for. All are normal until there are channels; there is no replication.
enum ClientType {
    NORMAL,
    MASTER,
    REPLICA,
    PUBSUB;

    /// The type called `text`; `slave` is an old name of `replica`.
    static ClientType named(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "normal" -> NORMAL;
            case "master" -> MASTER;
            case "replica", "slave" -> REPLICA;
            case "pubsub" -> PUBSUB;
            default -> throw ReplyError.CLIENT_TYPE.with(text);
        };
    }

    /// Whether `session` is of this type.
    boolean includes(Session session) {
        return this == NORMAL;
    }
}
