package dev.larder.server.command;

import dev.larder.protocol.resp.ReplyWriter;
import java.util.List;
import java.util.Locale;

/// The `HELP` of a container: its subcommands, a line each and what they do indented below.
public final class HelpCommand implements Command {
    private final CommandSpec spec;
    private final List<String> lines;

    /// @param spec of the subcommand: `CONFIG HELP`
    /// @param lines a syntax and then, indented by four blanks, what it does, for each subcommand
    public HelpCommand(CommandSpec spec, String... lines) {
        this.spec = spec;
        this.lines = List.of(lines);
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        String name = spec.fullName();
        write(name.substring(0, name.indexOf('|')), lines, reply);
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
        reply.simple("    Print this help.");
    }
}
