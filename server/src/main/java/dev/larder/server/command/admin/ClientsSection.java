package dev.larder.server.command.admin;

import dev.larder.server.command.CommandContext;
import dev.larder.server.session.Session;
import dev.larder.server.session.Sessions;

/// `INFO clients`: how many there are and what they hold.
final class ClientsSection {
    private ClientsSection() {}

    static void write(InfoText text, CommandContext context) {
        Sessions sessions = context.server().sessions();
        long inputBytesMax = 0;
        long outputBytesMax = 0;
        long waiting = 0;
        for (Session session : sessions.all()) {
            inputBytesMax = Math.max(inputBytesMax, session.link().inputBytes());
            outputBytesMax = Math.max(outputBytesMax, session.link().outputBytes());
            waiting += session.isSuspended() ? 1 : 0;
        }
        text.field("connected_clients", sessions.count());
        text.field("cluster_connections", 0);
        text.field("maxclients", sessions.countMax());
        text.field("client_recent_max_input_buffer", inputBytesMax);
        text.field("client_recent_max_output_buffer", outputBytesMax);
        text.field("blocked_clients", waiting);
        text.field("tracking_clients", 0);
        text.field("clients_in_timeout_table", 0);
        text.field("total_blocking_keys", 0);
        text.field("total_blocking_keys_on_nokey", 0);
        text.field("monitor_clients", sessions.monitors().count());
    }
}
