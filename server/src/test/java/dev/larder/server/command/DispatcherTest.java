package dev.larder.server.command;

import static dev.larder.server.testing.CommandHarness.resp;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.check.InvariantViolation;
import dev.larder.server.command.connection.ConnectionCommands;
import dev.larder.server.stats.CommandStats;
import dev.larder.server.stats.Counter;
import dev.larder.server.stats.LatencyEvent;
import dev.larder.server.testing.Allocation;
import dev.larder.server.testing.CommandHarness;
import dev.larder.server.testing.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DispatcherTest {
    private final CommandHarness server = new CommandHarness(commands());
    private final CommandStats stats = server.server().stats().commands();

    @AfterEach
    void close() {
        server.close();
    }

    private static List<Command> commands() {
        var commands = new ArrayList<>(ConnectionCommands.ALL);
        commands.add(new Probe("FAIL", Probe::fail, CommandFlag.FAST));
        commands.add(new Probe("FAILHALFWAY", Probe::failHalfway));
        commands.add(new Probe("DEFECT", Probe::defect));
        commands.add(new Probe("RUIN", Probe::ruin));
        commands.add(new Probe("SLEEP", Probe::sleep));
        commands.add(new Probe("NOD", (context, args, reply) -> reply.ok(), CommandFlag.FAST));
        commands.add(new Probe("HUSH", Probe::sleep, CommandFlag.SKIP_SLOWLOG));
        return commands;
    }

    @Test
    void unknownCommand_isToldWithItsArguments() {
        assertThat(server.run("foo a b"))
                .isEqualTo("-ERR unknown command 'foo', with args beginning with: 'a' 'b' \r\n");
        assertThat(server.run("foo"))
                .isEqualTo("-ERR unknown command 'foo', with args beginning with: \r\n");
    }

    @Test
    void unknownCommand_withLongArguments_isCutAt128() {
        String name = "n".repeat(200);
        String argument = "a".repeat(100);
        assertThat(server.send(name, argument, argument, argument))
                .isEqualTo(
                        "-ERR unknown command '"
                                + "n".repeat(128)
                                + "', with args beginning with: '"
                                + argument
                                + "' '"
                                + "a".repeat(25)
                                + "' \r\n");
    }

    @Test
    void unknownCommand_withLineEnds_cannotForgeAReply() {
        assertThat(server.send("foo\r\n+OK", "a\r\nb"))
                .isEqualTo(
                        "-ERR unknown command 'foo  +OK', with args beginning with: 'a  b' \r\n");
    }

    @Test
    void unknownCommand_withABigArgument_isToldAllTheSame() {
        String big = "x".repeat(100_000);
        assertThat(server.send("foo", big))
                .isEqualTo(
                        "-ERR unknown command 'foo', with args beginning with: '"
                                + "x".repeat(128)
                                + "' \r\n");
        assertThat(server.send(big)).startsWith("-ERR unknown command 'xxxx");
        assertThat(server.send("client", big))
                .startsWith("-ERR unknown subcommand 'xxxx")
                .endsWith("'. Try CLIENT HELP.\r\n");
    }

    @Test
    void unknownSubcommand_pointsToHelp() {
        assertThat(server.run("client nope a"))
                .isEqualTo("-ERR unknown subcommand 'nope'. Try CLIENT HELP.\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "echo, echo",
        "ECHO a b, echo",
        "client, client",
        "CLIENT ID x, client|id",
        "Client SetName, client|setname",
    })
    void wrongArity_namesTheCommandInFull(String request, String name) {
        assertThat(server.run(request))
                .isEqualTo("-ERR wrong number of arguments for '" + name + "' command\r\n");
    }

    @Test
    void refusedCalls_areCountedAsRejectedAndByErrorCode() {
        server.run("echo");
        server.run("nope");
        int echo = number("echo");
        assertThat(stats.rejectedCalls(echo)).isEqualTo(1);
        assertThat(stats.calls(echo)).isZero();
        assertThat(server.server().stats().errors().counts()).containsEntry("ERR", 2L);
        assertThat(counter(Counter.ERROR_REPLIES)).isEqualTo(2);
        assertThat(counter(Counter.COMMANDS)).isZero();
    }

    @Test
    void failedCalls_areCountedAsFailed() {
        assertThat(server.run("fail"))
                .isEqualTo(
                        "-WRONGTYPE Operation against a key holding the"
                                + " wrong kind of value\r\n");
        assertThat(stats.calls(number("fail"))).isEqualTo(1);
        assertThat(stats.failedCalls(number("fail"))).isEqualTo(1);
        assertThat(stats.rejectedCalls(number("fail"))).isZero();
        assertThat(server.server().stats().errors().counts()).containsEntry("WRONGTYPE", 1L);
        assertThat(counter(Counter.COMMANDS)).isEqualTo(1);
    }

    @Test
    void commandThatFailsHalfway_repliesWithTheErrorAlone() {
        assertThat(server.run("failhalfway")).isEqualTo("-ERR syntax error\r\n");
        assertThat(server.first().exchange("failhalfway\r\nping\r\n".getBytes(US_ASCII)))
                .isEqualTo("-ERR syntax error\r\n+PONG\r\n");
    }

    @Test
    void defect_endsTheCommandAndNothingElse() {
        assertThat(server.first().exchange("defect\r\nping\r\n".getBytes(US_ASCII)))
                .isEqualTo("-ERR internal error, the server's log has the details\r\n+PONG\r\n");
        assertThat(stats.failedCalls(number("defect"))).isEqualTo(1);
    }

    @Test
    void brokenInvariant_isHandedToWhoEndsTheProcess() {
        assertThatThrownBy(() -> server.run("ruin"))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("M1");
    }

    @Test
    void time_ofAFastCommand_isThatSinceTheRequestBefore() {
        server.first().exchange("nod\r\nnod\r\n".getBytes(US_ASCII));
        assertThat(stats.calls(number("nod"))).isEqualTo(2);
        assertThat(stats.nanos(number("nod"))).isZero();
        server.run("sleep 5");
        assertThat(stats.nanos(number("sleep"))).isEqualTo(TimeUnit.MILLISECONDS.toNanos(5));
        assertThat(stats.latencies(number("sleep")).count()).isEqualTo(1);
    }

    @Test
    void timeOfDay_afterACommandThatTookLong_isReadAnew() {
        String seconds = server.first().exchange("sleep 5000\r\nsleep 0\r\n".getBytes(US_ASCII));
        assertThat(seconds).isEqualTo(":0\r\n:5000\r\n");
    }

    @Test
    void slowCommand_isEnteredIntoTheSlowLog() {
        server.run("client setname tester");
        server.run("sleep 20");
        server.run("hush 20");
        var entries = server.server().stats().slowLog().newest(-1);
        assertThat(entries).hasSize(1);
        assertThat(entries.getFirst().micros()).isEqualTo(20_000);
        assertThat(entries.getFirst().name()).isEqualTo("tester");
        assertThat(entries.getFirst().address()).isEqualTo("127.0.0.1:50000");
    }

    @Test
    void spike_isNotedByKindOfCommand() {
        server.server().stats().latency().thresholdMillis(10);
        server.run("sleep 20");
        assertThat(server.server().stats().latency().samples(LatencyEvent.COMMAND)).hasSize(1);
        assertThat(server.server().stats().latency().samples(LatencyEvent.FAST_COMMAND)).isEmpty();
    }

    @Test
    void monitor_isShownCommandsButNotAdministrationNorSecrets() {
        var watcher = server.client();
        server.server().sessions().monitors().add(watcher.session());
        server.run("ping \"a b\"");
        server.run("client list");
        server.run("auth user hidden");
        server.run("hello 3 auth user hidden setname me");
        String shown = watcher.received();
        assertThat(shown).contains("[0 127.0.0.1:50000] \"ping\" \"a b\"\r\n");
        assertThat(shown).doesNotContain("list").doesNotContain("hidden");
        assertThat(shown).contains("\"auth\" \"(redacted)\" \"(redacted)\"\r\n");
        assertThat(shown)
                .contains(
                        "\"hello\" \"3\" \"auth\" \"(redacted)\" \"(redacted)\" \"setname\" \"me\"");
    }

    @Test
    void session_remembersItsLastCommand() {
        server.run("client id");
        assertThat(server.first().session().lastCommand()).isEqualTo("client|id");
        server.clock().advanceMs(3_000);
        server.run("ping");
        assertThat(server.first().session().lastCommand()).isEqualTo("ping");
        assertThat(server.first().session().activeAtMs()).isEqualTo(server.clock().millis());
        assertThat(server.first().session().commands()).isEqualTo(2);
    }

    @Test
    void login_isNeededWhenThereIsAPassword() {
        server.server().authentication().password("secret".getBytes(US_ASCII));
        var client = server.client();
        assertThat(client.run("ping")).isEqualTo("-NOAUTH Authentication required.\r\n");
        assertThat(client.run("nope")).startsWith("-ERR unknown command 'nope'");
        assertThat(client.run("echo")).startsWith("-ERR wrong number");
        assertThat(client.run("auth secret")).isEqualTo("+OK\r\n");
        assertThat(client.run("ping")).isEqualTo("+PONG\r\n");
        assertThat(stats.rejectedCalls(number("ping"))).isEqualTo(1);
        assertThat(server.run("ping")).as("who was there before stays").isEqualTo("+PONG\r\n");
    }

    @Test
    void dispatch_ofAFastCommand_allocatesNothing() {
        byte[] requests = resp("NOD");
        server.first().repeat(requests, 200_000);
        assertThat(Allocation.bytesDuring(() -> server.first().repeat(requests, 100_000)))
                .isLessThan(10_000);
    }

    @Test
    void dispatch_ofAKnownError_allocatesNothing() {
        byte[] requests = resp("FAIL");
        server.first().repeat(requests, 200_000);
        assertThat(Allocation.bytesDuring(() -> server.first().repeat(requests, 100_000)))
                .isLessThan(10_000);
    }

    private int number(String name) {
        return server.server().commands().named(name).orElseThrow().number();
    }

    private long counter(Counter counter) {
        return server.server().stats().counters().sum(counter);
    }

    private interface Action {
        void run(CommandContext context, Args args, ReplyWriter reply);
    }

    /// A command that does what a test wants to see.
    private static final class Probe implements Command {
        private final CommandSpec spec;
        private final Action action;

        Probe(String name, Action action, CommandFlag... flags) {
            this.action = action;
            this.spec =
                    CommandSpec.of(name + " [argument]")
                            .group(CommandGroup.GENERIC)
                            .flags(flags)
                            .summary("Does what a test wants to see.")
                            .since("1.0.0")
                            .build();
        }

        @Override
        public CommandSpec spec() {
            return spec;
        }

        @Override
        public void execute(CommandContext context, Args args, ReplyWriter reply) {
            action.run(context, args, reply);
        }

        private static void fail(CommandContext context, Args args, ReplyWriter reply) {
            throw ReplyError.WRONG_TYPE.exception();
        }

        private static void failHalfway(CommandContext context, Args args, ReplyWriter reply) {
            reply.array(2);
            reply.bulk("half");
            throw ReplyError.SYNTAX.exception();
        }

        private static void defect(CommandContext context, Args args, ReplyWriter reply) {
            reply.bulk("half");
            throw new IllegalStateException("a defect that a test wants to see");
        }

        private static void ruin(CommandContext context, Args args, ReplyWriter reply) {
            throw new InvariantViolation("M1", "a page is not where it should be");
        }

        /// Lets time pass, and replies with the milliseconds that had passed before since the start.
        private static void sleep(CommandContext context, Args args, ReplyWriter reply) {
            var clock = (ManualClock) context.server().clock();
            long startedAtMs = context.server().identity().startedAtMs();
            reply.integer(context.nowMs() - startedAtMs);
            clock.advanceMs(args.integer(1));
        }
    }
}
