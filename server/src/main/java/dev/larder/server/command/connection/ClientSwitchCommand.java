package dev.larder.server.command.connection;

import static dev.larder.server.command.CommandFlag.ADMIN;
import static dev.larder.server.command.CommandFlag.LOADING;
import static dev.larder.server.command.CommandFlag.NOSCRIPT;
import static dev.larder.server.command.CommandFlag.STALE;
import static dev.larder.server.command.CommandGroup.CONNECTION;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ReplyError;
import dev.larder.server.session.Session;
import java.util.function.BiConsumer;

/// `CLIENT NO-EVICT` and `CLIENT NO-TOUCH`: something about the connection that is on or off.
final class ClientSwitchCommand implements Command {
    private final CommandSpec spec;
    private final BiConsumer<Session, Boolean> setting;

    private ClientSwitchCommand(CommandSpec spec, BiConsumer<Session, Boolean> setting) {
        this.spec = spec;
        this.setting = setting;
    }

    /// Whether the connection is spared when connections have to go for want of memory.
    static ClientSwitchCommand noEvict() {
        return new ClientSwitchCommand(
                CommandSpec.of("CLIENT NO-EVICT <ON|OFF>")
                        .label("ON", "enabled")
                        .group(CONNECTION)
                        .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                        .summary("Spares the connection when clients must go for want of memory.")
                        .complexity("O(1)")
                        .since("7.0.0")
                        .build(),
                Session::noEvict);
    }

    /// Whether what the connection reads stays where it is in the eviction order.
    static ClientSwitchCommand noTouch() {
        return new ClientSwitchCommand(
                CommandSpec.of("CLIENT NO-TOUCH <ON|OFF>")
                        .label("ON", "enabled")
                        .group(CONNECTION)
                        .flags(NOSCRIPT, LOADING, STALE)
                        .summary("Lets the connection read without changing the eviction order.")
                        .complexity("O(1)")
                        .since("7.2.0")
                        .build(),
                Session::noTouch);
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        if (!args.is(2, "ON") && !args.is(2, "OFF")) {
            throw ReplyError.SYNTAX.exception();
        }
        setting.accept(context.session(), args.is(2, "ON"));
        reply.ok();
    }
}
