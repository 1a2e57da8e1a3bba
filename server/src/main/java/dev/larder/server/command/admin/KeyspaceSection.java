package dev.larder.server.command.admin;

import dev.larder.server.command.CommandContext;
import dev.larder.server.store.Store;

/// `INFO keyspace`: a line for each database that has entries.
final class KeyspaceSection {
    private KeyspaceSection() {}

    static void write(InfoText text, CommandContext context) {
        Store store = context.store();
        for (int database = 0; database < store.databaseCount(); database++) {
            long keys = store.size(database);
            if (keys > 0) {
                text.field(
                        "db" + database,
                        "keys="
                                + keys
                                + ",expires="
                                + store.timedSize(database)
                                + ",avg_ttl="
                                + store.averageTtlMs(database, context.nowMs()));
            }
        }
    }
}
