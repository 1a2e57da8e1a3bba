package dev.larder.server.command.introspection;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.ArgSpec;
import dev.larder.server.command.ArgType;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.CommandTable;
import java.util.ArrayList;
import java.util.List;

/// Writes what `COMMAND DOCS` says of one command: a map with what is known, and nothing for what is not.
final class CommandDocs {
    private final ReplyWriter reply;
    private final CommandSpec spec;
    private int keysSeen;

    private CommandDocs(ReplyWriter reply, CommandSpec spec) {
        this.reply = reply;
        this.spec = spec;
    }

    static void write(CommandTable.Entry entry, ReplyWriter reply) {
        new CommandDocs(reply, entry.spec()).writeAll(entry.subcommands());
    }

    private void writeAll(List<CommandTable.Entry> subcommands) {
        boolean deprecated = !spec.deprecatedSince().isEmpty();
        int pairs = 3;
        pairs += spec.complexity().isEmpty() ? 0 : 1;
        pairs += deprecated ? 3 : 0;
        pairs += spec.history().isEmpty() ? 0 : 1;
        pairs += spec.arguments().isEmpty() ? 0 : 1;
        pairs += subcommands.isEmpty() ? 0 : 1;
        reply.map(pairs);
        text("summary", spec.summary());
        text("since", spec.since());
        text("group", spec.group().text());
        if (!spec.complexity().isEmpty()) {
            text("complexity", spec.complexity());
        }
        if (deprecated) {
            reply.bulk("doc_flags");
            reply.set(1);
            reply.simple("deprecated");
            text("deprecated_since", spec.deprecatedSince());
            text("replaced_by", spec.replacedBy());
        }
        writeHistory();
        if (!spec.arguments().isEmpty()) {
            writeArguments(spec.arguments());
        }
        if (!subcommands.isEmpty()) {
            reply.bulk("subcommands");
            reply.map(subcommands.size());
            for (CommandTable.Entry subcommand : subcommands) {
                reply.bulk(subcommand.spec().fullName());
                write(subcommand, reply);
            }
        }
    }

    private void writeHistory() {
        if (spec.history().isEmpty()) {
            return;
        }
        reply.bulk("history");
        reply.set(spec.history().size());
        for (CommandSpec.Change change : spec.history()) {
            reply.array(2);
            reply.bulk(change.version());
            reply.bulk(change.text());
        }
    }

    private void writeArguments(List<ArgSpec> arguments) {
        reply.bulk("arguments");
        reply.array(arguments.size());
        arguments.forEach(this::writeArgument);
    }

    private void writeArgument(ArgSpec argument) {
        boolean isKey = argument.type() == ArgType.KEY;
        List<String> flags = flags(argument);
        int pairs = 3;
        pairs += isKey ? 1 : 0;
        pairs += argument.token().isEmpty() ? 0 : 1;
        pairs += flags.isEmpty() ? 0 : 1;
        reply.map(pairs);
        text("name", argument.name());
        text("type", argument.type().text());
        if (!argument.isComposite()) {
            text("display_text", argument.name());
        }
        if (isKey) {
            reply.bulk("key_spec_index");
            reply.integer(Math.min(keysSeen++, spec.keys().size() - 1));
        }
        if (!argument.token().isEmpty()) {
            text("token", argument.token());
        }
        if (!flags.isEmpty()) {
            reply.bulk("flags");
            reply.set(flags.size());
            flags.forEach(reply::simple);
        }
        if (argument.isComposite()) {
            writeArguments(argument.children());
        }
    }

    private static List<String> flags(ArgSpec argument) {
        var flags = new ArrayList<String>();
        if (argument.optional()) {
            flags.add("optional");
        }
        if (argument.multiple()) {
            flags.add("multiple");
        }
        if (argument.multipleToken()) {
            flags.add("multiple_token");
        }
        return flags;
    }

    private void text(String name, String text) {
        reply.bulk(name);
        reply.bulk(text);
    }
}
