package dev.larder.server.command.introspection;

import static dev.larder.server.command.AclCategory.CONNECTION;
import static dev.larder.server.command.CommandFlag.LOADING;
import static dev.larder.server.command.CommandFlag.STALE;
import static dev.larder.server.command.CommandGroup.SERVER;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.larder.protocol.bytes.Glob;
import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.AclCategory;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.CommandTable;
import dev.larder.server.command.ReplyError;
import java.util.List;
import java.util.function.Predicate;

/// `COMMAND LIST`: the names of commands and subcommands, all or those that a filter lets through.
final class CommandListCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of(
                            "COMMAND LIST [FILTERBY <MODULE module-name|ACLCAT category|PATTERN"
                                    + " pattern>]")
                    .label("FILTERBY", "filterby")
                    .group(SERVER)
                    .categories(CONNECTION)
                    .flags(LOADING, STALE)
                    .summary("Lists the names of commands.")
                    .complexity("O(N), N being the number of commands")
                    .since("7.0.0")
                    .tips("nondeterministic_output_order")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        List<String> names =
                context.server().commands().entries().stream()
                        .map(CommandTable.Entry::spec)
                        .filter(filter(args))
                        .map(CommandSpec::fullName)
                        .toList();
        reply.array(names.size());
        names.forEach(reply::bulk);
    }

    private static Predicate<CommandSpec> filter(Args args) {
        if (args.count() == 2) {
            return spec -> true;
        }
        if (args.count() != 5 || !args.is(2, "FILTERBY")) {
            throw ReplyError.SYNTAX.exception();
        }
        if (args.is(3, "MODULE")) {
            return spec -> false;
        }
        if (args.is(3, "ACLCAT")) {
            return AclCategory.named(args.text(4))
                    .<Predicate<CommandSpec>>map(
                            category -> spec -> spec.categories().contains(category))
                    .orElse(spec -> false);
        }
        if (!args.is(3, "PATTERN")) {
            throw ReplyError.SYNTAX.exception();
        }
        byte[] pattern = args.slice(4).toBytes();
        return spec -> Glob.matches(pattern, spec.fullName().getBytes(ISO_8859_1), true);
    }
}
