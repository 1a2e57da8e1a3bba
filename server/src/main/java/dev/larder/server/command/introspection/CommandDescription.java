package dev.larder.server.command.introspection;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.AclCategory;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.CommandTable;
import dev.larder.server.command.KeyFlag;
import dev.larder.server.command.KeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Writes what `COMMAND INFO` says of a command: ten things, the last of them the same of its subcommands.
final class CommandDescription {
    private CommandDescription() {}

    static void writeAll(CommandTable commands, ReplyWriter reply) {
        reply.array(commands.commands().size());
        commands.commands().forEach(entry -> write(entry, reply));
    }

    static void write(CommandTable.Entry entry, ReplyWriter reply) {
        CommandSpec spec = entry.spec();
        reply.array(10);
        reply.bulk(spec.fullName());
        reply.integer(spec.arity());
        writeFlags(spec, reply);
        reply.integer(spec.legacyKeys().first());
        reply.integer(spec.legacyKeys().last());
        reply.integer(spec.legacyKeys().step());
        writeCategories(spec, reply);
        reply.set(spec.tips().size());
        spec.tips().forEach(reply::bulk);
        reply.set(spec.keys().size());
        spec.keys().forEach(key -> write(key, reply));
        if (entry.subcommands().isEmpty()) {
            reply.set(0);
        } else {
            reply.array(entry.subcommands().size());
            entry.subcommands().forEach(subcommand -> write(subcommand, reply));
        }
    }

    private static void writeFlags(CommandSpec spec, ReplyWriter reply) {
        List<CommandFlag> shown =
                Arrays.stream(CommandFlag.values())
                        .filter(flag -> spec.is(flag) && !flag.text().isEmpty())
                        .toList();
        reply.set(shown.size());
        shown.forEach(flag -> reply.simple(flag.text()));
    }

    private static void writeCategories(CommandSpec spec, ReplyWriter reply) {
        reply.set(spec.categories().size());
        Arrays.stream(AclCategory.values())
                .filter(spec.categories()::contains)
                .forEach(category -> reply.simple("@" + category.text()));
    }

    private static void write(KeySpec key, ReplyWriter reply) {
        reply.map(key.notes().isEmpty() ? 3 : 4);
        if (!key.notes().isEmpty()) {
            reply.bulk("notes");
            reply.bulk(key.notes());
        }
        reply.bulk("flags");
        writeKeyFlags(key.flags(), reply);
        reply.bulk("begin_search");
        writeSearch("index", 1, reply);
        writeNumber("index", key.begin(), reply);
        reply.bulk("find_keys");
        switch (key.find()) {
            case RANGE -> {
                writeSearch("range", 3, reply);
                writeNumber("lastkey", key.last(), reply);
                writeNumber("keystep", key.step(), reply);
                writeNumber("limit", 0, reply);
            }
            case COUNT -> {
                writeSearch("keynum", 3, reply);
                writeNumber("keynumidx", 0, reply);
                writeNumber("firstkey", 1, reply);
                writeNumber("keystep", key.step(), reply);
            }
        }
    }

    static void writeKeyFlags(Set<KeyFlag> flags, ReplyWriter reply) {
        reply.set(flags.size());
        Arrays.stream(KeyFlag.values())
                .filter(flags::contains)
                .forEach(flag -> reply.simple(flag.text()));
    }

    private static void writeSearch(String type, int numbers, ReplyWriter reply) {
        reply.map(2);
        reply.bulk("type");
        reply.bulk(type);
        reply.bulk("spec");
        reply.map(numbers);
    }

    private static void writeNumber(String name, long number, ReplyWriter reply) {
        reply.bulk(name);
        reply.integer(number);
    }
}
