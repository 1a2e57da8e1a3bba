package dev.larder.server.command.family;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.store.PrefixFigures;

/// What is known of a prefix, as a reply.
final class PrefixMap {
    private static final int FIELDS = 10;

    private PrefixMap() {}

    static void write(PrefixFigures figures, ReplyWriter reply) {
        reply.map(FIELDS);
        reply.bulk("prefix");
        reply.bulk(figures.name().getBytes(ISO_8859_1));
        field("depth", figures.depth(), reply);
        field("keys", figures.keys(), reply);
        field("bytes", figures.bytes(), reply);
        field("hits", figures.hits(), reply);
        field("misses", figures.misses(), reply);
        field("sets", figures.sets(), reply);
        field("evictions", figures.evictions(), reply);
        field("expirations", figures.expirations(), reply);
        field("invalidations", figures.invalidations(), reply);
    }

    private static void field(String name, long value, ReplyWriter reply) {
        reply.bulk(name);
        reply.integer(value);
    }
}
