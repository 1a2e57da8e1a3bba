package dev.larder.server.command.admin;

import static dev.larder.server.command.CommandFlag.LOADING;
import static dev.larder.server.command.CommandFlag.STALE;
import static dev.larder.server.command.CommandGroup.SERVER;
import static dev.larder.server.command.admin.InfoSection.Extent.ALL;
import static dev.larder.server.command.admin.InfoSection.Extent.DEFAULT;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.AclCategory;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// `INFO`: how the server fares, in sections of lines that people and programs read.
final class InfoCommand implements Command {
    private static final CommandSpec SPEC =
            CommandSpec.of("INFO [section [section ...]]")
                    .group(SERVER)
                    .flags(LOADING, STALE)
                    .categories(AclCategory.DANGEROUS)
                    .summary("Reports figures about the server, section by section.")
                    .complexity("O(1)")
                    .since("1.0.0")
                    .history("7.0.0", "Several sections can be asked for at once.")
                    .tips(
                            "nondeterministic_output",
                            "request_policy:all_shards",
                            "response_policy:special")
                    .build();

    /// In the order in which they are shown, whatever the order in which they are asked for.
    private static final List<InfoSection> SECTIONS =
            List.of(
                    InfoSection.of("Server", DEFAULT, ServerSection::write),
                    InfoSection.of("Clients", DEFAULT, ClientsSection::write),
                    InfoSection.of("Memory", DEFAULT, MemorySection::write),
                    InfoSection.of("Persistence", DEFAULT, PersistenceSection::write),
                    InfoSection.of("Stats", DEFAULT, StatsSection::write),
                    InfoSection.of("Replication", DEFAULT, ReplicationSection::write),
                    InfoSection.of("CPU", DEFAULT, CpuSection::write),
                    new InfoSection(
                            "Modules", Set.of("modules", "module_list"), DEFAULT, (_, _) -> {}),
                    InfoSection.of("Commandstats", ALL, CommandSections::calls),
                    InfoSection.of("Errorstats", DEFAULT, CommandSections::errors),
                    InfoSection.of("Latencystats", ALL, CommandSections::latencies),
                    InfoSection.of(
                            "Cluster", DEFAULT, (text, _) -> text.field("cluster_enabled", 0)),
                    InfoSection.of("Keyspace", DEFAULT, KeyspaceSection::write));

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        Set<String> wanted = new HashSet<>();
        for (int index = 1; index < args.count(); index++) {
            wanted.add(args.text(index).toLowerCase(Locale.ROOT));
        }
        var text = new InfoText();
        for (InfoSection section : SECTIONS) {
            if (isWanted(section, wanted)) {
                section.write(text, context);
            }
        }
        reply.verbatim("txt", text.toString());
    }

    private static boolean isWanted(InfoSection section, Set<String> wanted) {
        if (wanted.contains("all") || wanted.contains("everything")) {
            return true;
        }
        if (section.extent() == DEFAULT && (wanted.isEmpty() || wanted.contains("default"))) {
            return true;
        }
        return section.names().stream().anyMatch(wanted::contains);
    }
}
