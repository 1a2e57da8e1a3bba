package dev.larder.server.command.introspection;

import static dev.larder.server.command.AclCategory.CONNECTION;
import static dev.larder.server.command.CommandFlag.LOADING;
import static dev.larder.server.command.CommandFlag.STALE;
import static dev.larder.server.command.CommandGroup.SERVER;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.CommandSpecBuilder;
import dev.larder.server.command.CommandTable;
import dev.larder.server.command.KeyFinder;
import dev.larder.server.command.ReplyError;
import java.util.List;
import java.util.Optional;

/// `COMMAND GETKEYS` and `GETKEYSANDFLAGS`: which words of a request are keys.
final class CommandGetKeysCommand implements Command {
    private static final int REQUEST = 2;

    private final CommandSpec spec;
    private final boolean withFlags;

    private CommandGetKeysCommand(CommandSpecBuilder spec, boolean withFlags) {
        this.withFlags = withFlags;
        this.spec =
                spec.group(SERVER)
                        .categories(CONNECTION)
                        .flags(LOADING, STALE)
                        .complexity("O(N), N being the number of words of the request")
                        .build();
    }

    static CommandGetKeysCommand keys() {
        return new CommandGetKeysCommand(
                CommandSpec.of("COMMAND GETKEYS command [arg [arg ...]]")
                        .summary("Finds the keys in a request.")
                        .since("2.8.13"),
                false);
    }

    static CommandGetKeysCommand keysAndFlags() {
        return new CommandGetKeysCommand(
                CommandSpec.of("COMMAND GETKEYSANDFLAGS command [arg [arg ...]]")
                        .summary("Finds the keys in a request and tells what becomes of them.")
                        .since("7.0.0"),
                true);
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        CommandSpec wanted =
                named(context.server().commands(), args)
                        .orElseThrow(ReplyError.GETKEYS_UNKNOWN::exception)
                        .spec();
        if (wanted.keys().isEmpty()) {
            throw ReplyError.GETKEYS_NONE.exception();
        }
        if (!wanted.takes(args.count() - REQUEST)) {
            throw ReplyError.GETKEYS_ARITY.exception();
        }
        List<KeyFinder.Key> keys =
                KeyFinder.keys(wanted, args, REQUEST)
                        .orElseThrow(ReplyError.GETKEYS_ARGUMENTS::exception);
        reply.array(keys.size());
        for (KeyFinder.Key key : keys) {
            if (withFlags) {
                reply.array(2);
                reply.bulk(args.slice(key.index()));
                CommandDescription.writeKeyFlags(key.flags(), reply);
            } else {
                reply.bulk(args.slice(key.index()));
            }
        }
    }

    private static Optional<CommandTable.Entry> named(CommandTable commands, Args args) {
        Optional<CommandTable.Entry> command = commands.named(args.text(REQUEST));
        boolean container = command.map(entry -> !entry.subcommands().isEmpty()).orElse(false);
        if (container && args.count() > REQUEST + 1) {
            return commands.named(args.text(REQUEST) + "|" + args.text(REQUEST + 1));
        }
        return command;
    }
}
