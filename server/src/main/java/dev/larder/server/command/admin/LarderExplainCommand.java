package dev.larder.server.command.admin;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.KeyFlag;
import dev.larder.server.store.EntryBytes;
import dev.larder.server.store.Explanation;
import dev.larder.server.store.ShardGuard;
import java.util.Optional;

/// LARDER EXPLAIN: where the bytes of an entry are, and where it stands in the order of eviction.
final class LarderExplainCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("LARDER EXPLAIN key")
                    .group(CommandGroup.SERVER)
                    .flags(CommandFlag.READS)
                    .keyFlags(KeyFlag.RO)
                    .summary(
                            "Returns where the bytes of an entry are and how close it is to eviction.")
                    .complexity(
                            "O(N) for N tags; the order of eviction is searched for 512 steps at most")
                    .since("1.0.0")
                    .build();

    private static final int FIELDS = 30;

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        Optional<Explanation> found;
        try (ShardGuard guard = context.enter(args.key(2))) {
            found = guard.find() == NO_SLOT ? Optional.empty() : Optional.of(Explanation.of(guard));
        }
        if (found.isEmpty()) {
            reply.nullBulk();
            return;
        }
        Explanation entry = found.get();
        reply.map(FIELDS);
        text("type", "string", reply);
        text("encoding", entry.encoding(), reply);
        number("length", entry.length(), reply);
        number("handle", entry.handle(), reply);
        bytes(entry, reply);
        number("owners", entry.owners(), reply);
        number("ttl-ms", leftMs(entry.deadline(), context.nowMs()), reply);
        number("idle-ms", entry.idleMs(), reply);
        reply.bulk("uses");
        known(entry.uses(), reply);
        reply.bulk("prefix");
        if (entry.prefix().isEmpty()) {
            reply.nullBulk();
        } else {
            reply.bulk(entry.prefix().getBytes(ISO_8859_1));
        }
        reply.bulk("tags");
        reply.array(entry.tags().size());
        entry.tags().forEach(reply::bulk);
        place(entry.place(), reply);
    }

    private static void bytes(Explanation entry, ReplyWriter reply) {
        EntryBytes bytes = entry.bytes();
        number("bytes", bytes.sum(), reply);
        number("bytes.slot", EntryBytes.SLOT, reply);
        number("bytes.index", EntryBytes.INDEX, reply);
        number("bytes.key", bytes.key(), reply);
        number("bytes.value", bytes.value(), reply);
        number("bytes.overhead", bytes.overhead(), reply);
        number("bytes.ttl", bytes.ttl(), reply);
        number("bytes.prefix", bytes.prefix(), reply);
        number("bytes.tags", bytes.tags(), reply);
        number("bytes.shared", bytes.shared(), reply);
        number("bytes.rounding", bytes.rounding(), reply);
        number("heap.blob", bytes.blob(), reply);
        number("heap.parts", bytes.parts(), reply);
        number("frees", entry.frees(), reply);
    }

    private static void place(Explanation.Place place, ReplyWriter reply) {
        text("eviction.policy", place.policy(), reply);
        number("eviction.candidate", place.isCandidate() ? 1 : 0, reply);
        reply.bulk("eviction.before");
        known(place.before(), reply);
        number("eviction.shard", place.shard(), reply);
        number("eviction.candidates", place.candidates(), reply);
        number("eviction.oldest-idle-ms", place.oldestIdleMs(), reply);
    }

    private static long leftMs(long deadline, long nowMs) {
        return deadline == ShardGuard.NO_DEADLINE ? deadline : Math.max(0, deadline - nowMs);
    }

    /// Nothing for what is not known.
    private static void known(int value, ReplyWriter reply) {
        if (value < 0) {
            reply.nullBulk();
        } else {
            reply.integer(value);
        }
    }

    private static void text(String name, String value, ReplyWriter reply) {
        reply.bulk(name);
        reply.bulk(value);
    }

    private static void number(String name, long value, ReplyWriter reply) {
        reply.bulk(name);
        reply.integer(value);
    }
}
