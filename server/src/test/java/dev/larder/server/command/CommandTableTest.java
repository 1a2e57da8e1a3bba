package dev.larder.server.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.protocol.bytes.Slice;
import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.Commands;
import dev.larder.server.testing.Allocation;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CommandTableTest {
    private final CommandTable table = new CommandTable(Commands.all());

    @Test
    void find_ofEveryName_inAnyCase_findsItsCommand() {
        for (CommandTable.Entry entry : table.commands()) {
            String name = entry.spec().name();
            assertThat(find(table, name)).isSameAs(entry);
            assertThat(find(table, name.toUpperCase(Locale.ROOT))).isSameAs(entry);
            for (CommandTable.Entry member : entry.subcommands()) {
                String sub = member.spec().name().toUpperCase(Locale.ROOT);
                assertThat(entry.find(slice(sub, 0))).isSameAs(member);
            }
        }
    }

    @Test
    void find_ofANameAtAnyPlaceOfItsArray_findsItsCommand() {
        for (int padding = 0; padding < 12; padding++) {
            assertThat(table.find(slice("ping", padding))).isNotNull();
        }
    }

    @Test
    void find_ofWhatIsNoName_findsNothing() {
        for (String name : List.of("", "pin", "pingg", "p", "\0", "pongpongpongpong", "ping ")) {
            assertThat(find(table, name)).as(name).isNull();
        }
    }

    /// Each of these equals a name once the sixth bit of its bytes is set, as the first comparison does.
    @Test
    void find_ofBytesThatOnlyLookLikeLetters_findsNothing() {
        var dashed = new CommandTable(List.of(command("NO-EVICT key"), command("A_1 key")));
        assertThat(find(dashed, "no-evict")).isNotNull();
        assertThat(find(dashed, "no\revict")).isNull();
        assertThat(find(dashed, "a_1")).isNotNull();
        assertThat(find(dashed, "a\u007f1")).isNull();
        assertThat(find(dashed, "a_\u0011")).isNull();
    }

    @Test
    void find_ofNamesThatShareEightLetters_tellsThemApart() {
        var longNames =
                new CommandTable(List.of(command("EXPIRETIME key"), command("EXPIRETIMES key")));
        assertThat(named(find(longNames, "expiretime"))).isEqualTo("expiretime");
        assertThat(named(find(longNames, "ExpireTimes"))).isEqualTo("expiretimes");
        assertThat(find(longNames, "expireti")).isNull();
    }

    @Test
    void find_ofACommand_allocatesNothing() {
        Slice name = slice("Ping", 3);
        Runnable lookUps =
                () -> {
                    for (int time = 0; time < 100_000; time++) {
                        if (table.find(name) == null) {
                            throw new AssertionError("not found");
                        }
                    }
                };
        lookUps.run();
        assertThat(Allocation.bytesDuring(lookUps)).isLessThan(1_000);
    }

    @Test
    void table_ofTwoCommandsWithOneName_isRefused() {
        assertThatThrownBy(() -> new CommandTable(List.of(command("GET a"), command("GET b c"))))
                .hasMessage("C4: get is there twice");
    }

    @Test
    void entries_areNumberedWithoutGaps_containersBeforeTheirMembers() {
        for (int number = 0; number < table.entries().size(); number++) {
            assertThat(table.entries().get(number).number()).isEqualTo(number);
        }
        int client = table.named("CLIENT").orElseThrow().number();
        assertThat(table.named("client|id").orElseThrow().number()).isGreaterThan(client);
        assertThat(table.named("client|nothing")).isEmpty();
    }

    @Test
    void container_withASubcommandOfAnother_isRefused() {
        CommandSpec object =
                CommandSpec.container("OBJECT")
                        .group(CommandGroup.GENERIC)
                        .summary("About objects.")
                        .since("2.2.3")
                        .build();
        assertThatThrownBy(() -> new ContainerCommand(object, command("CLIENT ID")))
                .hasMessage("client|id is no subcommand of object");
    }

    private static CommandTable.@Nullable Entry find(CommandTable table, String name) {
        return table.find(slice(name, 0));
    }

    private static String named(CommandTable.@Nullable Entry entry) {
        return entry == null ? "" : entry.spec().fullName();
    }

    /// `text` in an array that has `padding` bytes less than a word behind it.
    private static Slice slice(String text, int padding) {
        byte[] bytes = ("xyz" + text + " ".repeat(padding)).getBytes(ISO_8859_1);
        var slice = new Slice();
        slice.set(bytes, 3, text.length());
        return slice;
    }

    private static Command command(String syntax) {
        CommandSpec spec =
                CommandSpec.of(syntax)
                        .group(CommandGroup.STRING)
                        .summary("Does it.")
                        .since("1.0.0")
                        .build();
        return new Command() {
            @Override
            public CommandSpec spec() {
                return spec;
            }

            @Override
            public void execute(CommandContext context, Args args, ReplyWriter reply) {
                reply.ok();
            }
        };
    }
}
