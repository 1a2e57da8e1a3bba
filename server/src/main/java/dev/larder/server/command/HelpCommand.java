package dev.larder.server.command;

import dev.larder.protocol.resp.ReplyWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The `HELP` of a container: its subcommands, a line each and what they do indented below.
public final class HelpCommand implements Command {
    private static final String INDENT = "    ";

    private final CommandSpec spec;
    private final List<String> lines;

    /// @param spec of the subcommand: `CONFIG HELP`
    /// @param lines a syntax and then, indented by four blanks, what it does, for each subcommand
    public HelpCommand(CommandSpec spec, String... lines) {
        this.spec = spec;
        this.lines = List.of(lines);
    }

    /// The help that says of each of `subcommands` what its spec says.
    public static HelpCommand of(CommandSpec container, String since, Command... subcommands) {
        String name = container.name().toUpperCase(Locale.ROOT);
        var lines = new ArrayList<String>();
        for (Command subcommand : subcommands) {
            lines.add(subcommand.spec().syntax().substring(name.length() + 1));
            lines.add(INDENT + subcommand.spec().summary());
        }
        CommandSpec spec =
                CommandSpec.of(name + " HELP")
                        .group(container.group())
                        .categories(withoutSpeed(container.categories()))
                        .flags(CommandFlag.LOADING, CommandFlag.STALE)
                        .summary("Lists the subcommands of " + name + ".")
                        .complexity("O(1)")
                        .since(since)
                        .build();
        return new HelpCommand(spec, lines.toArray(String[]::new));
    }

    /// The container's categories but the one that says how fast it is.
    private static AclCategory[] withoutSpeed(Set<AclCategory> categories) {
        return categories.stream()
                .filter(category -> category != AclCategory.FAST && category != AclCategory.SLOW)
                .toArray(AclCategory[]::new);
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        write(spec.names().getFirst(), lines, reply);
    }

    /// Writes the help of the container or command called `name`.
    public static void write(String name, List<String> lines, ReplyWriter reply) {
        String upper = name.toUpperCase(Locale.ROOT);
        reply.array(lines.size() + 3);
        reply.simple(upper + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
        for (String line : lines) {
            reply.simple(line);
        }
        reply.simple("HELP");
        reply.simple(INDENT + "Print this help.");
    }
}
