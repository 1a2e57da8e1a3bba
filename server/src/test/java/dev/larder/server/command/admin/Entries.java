package dev.larder.server.command.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.larder.protocol.bytes.Slice;
import dev.larder.server.store.ShardGuard;
import dev.larder.server.store.Store;
import dev.larder.server.testing.CommandHarness;

/// Puts entries into a harness's store without commands of other families.
final class Entries {
    private Entries() {}

    static void put(CommandHarness server, int database, String key, String value) {
        put(server, database, key, value, ShardGuard.NO_DEADLINE);
    }

    static void put(CommandHarness server, int database, String key, String value, long deadline) {
        Store store = server.server().store();
        byte[] bytes = value.getBytes(ISO_8859_1);
        try (ShardGuard shard = store.enter(0, server.clock().millis(), database, slice(key))) {
            shard.reserve(bytes.length, deadline);
            shard.putBytes(bytes, 0, bytes.length, deadline);
        }
    }

    private static Slice slice(String text) {
        var slice = new Slice();
        slice.set(text.getBytes(ISO_8859_1), 0, text.length());
        return slice;
    }
}
