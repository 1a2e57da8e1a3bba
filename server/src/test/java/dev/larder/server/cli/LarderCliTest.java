package dev.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.config.ConfigReference;
import dev.larder.server.config.SettingHelp;
import dev.larder.server.config.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The command line with a server that is not one: what it is told, what is printed, how it ends.
final class LarderCliTest {
    @TempDir Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private final List<Settings> started = new ArrayList<>();
    private final List<Runnable> onSignal = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private ServerStarter starter = this::pretend;

    private RunningServer pretend(Settings settings) {
        started.add(settings);
        return new RunningServer() {
            @Override
            public List<InetSocketAddress> addresses() {
                return List.of(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 4711),
                        new InetSocketAddress(InetAddress.ofLiteral("::1"), 4711));
            }

            @Override
            public String transport() {
                return "epoll";
            }

            @Override
            public void awaitStop() {
                Path pidFile = Path.of(settings.current().process().pidFile());
                events.add("awaited, pid file " + Files.isRegularFile(pidFile));
            }

            @Override
            public void stop() {
                events.add("stopped");
            }
        };
    }

    private ExitCode run(String... arguments) {
        var terminal =
                new Terminal(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        environment);
        var pages = List.of(new GeneratedPage("a/b/page.md", () -> "generated\n"));
        var launch = new Launch("1.2.3", settings -> starter.start(settings), onSignal::add, pages);
        return new LarderCli(terminal, launch).run(List.of(arguments));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    @Test
    void run_withHelp_namesEveryCommandAndEveryStatus() {
        assertThat(run("--help")).isEqualTo(ExitCode.OK);
        assertThat(out()).contains("serve", "check", "docs", "help");
        for (ExitCode code : ExitCode.values()) {
            assertThat(out()).contains(code.status() + "  " + code.meaning());
        }
        assertThat(err()).isEmpty();
    }

    @Test
    void serve_withHelp_namesEverySetting() {
        assertThat(run("serve", "--port", "1", "--help")).isEqualTo(ExitCode.OK);
        assertThat(started).isEmpty();
        String help = out().replaceAll("\\s+", " ");
        int settings = 0;
        for (SettingHelp.Chapter chapter : SettingHelp.chapters()) {
            assertThat(help).contains(chapter.title() + ":");
            for (SettingHelp setting : chapter.settings()) {
                settings++;
                assertThat(help)
                        .contains(
                                chapter.hasEffect()
                                        ? "--" + setting.name() + "=<" + setting.kind() + ">"
                                        : " " + setting.name() + " ");
                if (chapter.hasEffect()) {
                    assertThat(help).contains(setting.summary());
                }
            }
        }
        assertThat(settings).isGreaterThan(180);
        assertThat(out().lines()).allMatch(line -> line.length() <= ServeHelp.WIDTH);
    }

    @Test
    void help_ofACommand_isItsHelp() {
        assertThat(run("help", "serve")).isEqualTo(ExitCode.OK);
        assertThat(out()).contains("--maxmemory-policy");
    }

    @Test
    void run_withVersion_printsIt() {
        assertThat(run("--version")).isEqualTo(ExitCode.OK);
        assertThat(out().strip()).isEqualTo("Larder 1.2.3");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, Usage: larder",
                "serv, larder: there is no command 'serv'",
                "--frobnicate, larder: Unknown option: '--frobnicate'",
                "check, larder: Missing required parameter: 'FILE'",
                "check a b, larder: Unmatched argument at index 2: 'b'",
                "serve a b, larder: serve: unexpected argument 'b'",
                "serve --prot 1, options: --prot: unknown option; did you mean '--port'?",
                "serve --port, options: --port: the value is missing",
            })
    void run_ofACommandLineThatMakesNoSense_ends64(String line, String complaint) {
        String[] arguments = line == null ? new String[0] : line.split(" ");
        assertThat(run(arguments)).isEqualTo(ExitCode.USAGE);
        assertThat(err()).startsWith(complaint).doesNotContain("\tat ", "Exception");
        assertThat(out()).isEmpty();
    }

    @Test
    void serve_withSettingsFromEverywhere_startsWithThem() throws IOException {
        Path file = file("larder.conf", "port 1\ntimeout 1\nmaxclients 1\n");
        environment.put("LARDER_TIMEOUT", "2");
        environment.put("LARDER_MAXCLIENTS", "2");
        assertThat(run("serve", file.toString(), "--maxclients=3")).isEqualTo(ExitCode.OK);
        assertThat(started)
                .singleElement()
                .satisfies(settings -> {
                    assertThat(settings.current().listen().port()).isEqualTo(1);
                    assertThat(settings.current().clients().idleTimeoutMs()).isEqualTo(2_000);
                    assertThat(settings.current().clients().countMax()).isEqualTo(3);
                    assertThat(settings.file()).contains(file);
                });
    }

    @Test
    void serve_whenReady_saysSoAndNamesThePort() {
        assertThat(run("serve", "--port", "0", "--maxmemory", "64mb", "--max-entries", "5"))
                .isEqualTo(ExitCode.OK);
        assertThat(out().lines())
                .containsSequence(
                        "Larder 1.2.3",
                        "  address    127.0.0.1:4711, [::1]:4711",
                        "  memory     64 MB, at most 5 entries, allkeys-lru",
                        "  shards     4")
                .contains("  pid        " + ProcessHandle.current().pid());
        assertThat(out()).contains("  transport  epoll, ").endsWith("ready on port 4711\n");
    }

    @Test
    void serve_whileItRuns_keepsAPidFile() {
        Path pidFile = directory.resolve("larder.pid");
        assertThat(run("serve", "--pidfile", pidFile.toString())).isEqualTo(ExitCode.OK);
        assertThat(events).containsExactly("awaited, pid file true", "stopped");
        assertThat(pidFile).doesNotExist();
    }

    @Test
    void serve_whenASignalComes_stopsTheServer() {
        run("serve");
        events.clear();
        assertThat(onSignal).hasSize(1);
        onSignal.getFirst().run();
        assertThat(events).containsExactly("stopped");
    }

    @Test
    void serve_thatCannotWriteItsPidFile_stopsAndEnds73() {
        String pidFile = directory.resolve("no/such/larder.pid").toString();
        assertThat(run("serve", "--pidfile", pidFile)).isEqualTo(ExitCode.CANNOT_CREATE);
        assertThat(err()).startsWith("larder: cannot write " + pidFile).hasLineCount(1);
        assertThat(events).containsExactly("stopped");
    }

    @Test
    void serve_thatCannotWriteItsLog_ends73() {
        String logFile = directory.resolve("no/such/larder.log").toString();
        assertThat(run("serve", "--logfile", logFile)).isEqualTo(ExitCode.CANNOT_CREATE);
        assertThat(err()).startsWith("larder: cannot write " + logFile).hasLineCount(1);
        assertThat(started).isEmpty();
    }

    @Test
    void serve_thatCannotStart_saysWhyInOneLine() {
        starter =
                settings -> {
                    throw new StartFailedException(
                            ExitCode.UNAVAILABLE, "cannot listen: in use", new IOException());
                };
        assertThat(run("serve")).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(err()).isEqualTo("larder: cannot listen: in use\n");
        assertThat(out()).isEmpty();
    }

    @Test
    void serve_withWrongSettings_listsThemAllAndEnds78() throws IOException {
        Path file = file("larder.conf", "prot 1\nport x\n");
        environment.put("LARDER_TIMEOUT", "soon");
        assertThat(run("serve", file.toString(), "--bogus", "1")).isEqualTo(ExitCode.CONFIG);
        assertThat(err().lines())
                .containsExactly(
                        file + ":1: prot: unknown setting; did you mean 'port'?",
                        file
                                + ":2: port: 'x' is not an integer; expected an integer from 0 to"
                                + " 65535",
                        "environment: LARDER_TIMEOUT: 'soon' is not an integer; expected an"
                                + " integer from 0 to 2147483647",
                        "options: --bogus: unknown option",
                        "larder: 4 problems in the settings");
        assertThat(started).isEmpty();
    }

    @Test
    void serve_withAFileThatIsNotThere_ends66() {
        String file = directory.resolve("absent.conf").toString();
        assertThat(run("serve", file)).isEqualTo(ExitCode.NO_INPUT);
        assertThat(err()).startsWith(file + ": cannot read ").contains("no such file");
    }

    @Test
    void check_ofAGoodFile_saysValidAndWarns() throws IOException {
        environment.put("LARDER_PORT", "nonsense that check does not look at");
        Path file = file("larder.conf", "port 1\nappendonly yes\n");
        assertThat(run("check", file.toString())).isEqualTo(ExitCode.OK);
        assertThat(out().strip()).isEqualTo(file + ": valid");
        assertThat(err()).contains(file + ":2: appendonly: accepted without effect");
        assertThat(started).isEmpty();
    }

    @Test
    void check_ofABadFile_listsItsProblems() throws IOException {
        Path file = file("larder.conf", "port -1\n");
        assertThat(run("check", file.toString())).isEqualTo(ExitCode.CONFIG);
        assertThat(err()).contains(file + ":1: port: -1 is out of range");
        assertThat(out()).isEmpty();
    }

    @Test
    void docs_ofADirectory_writesEveryPage() {
        assertThat(run("docs", directory.toString())).isEqualTo(ExitCode.OK);
        assertThat(directory.resolve("a/b/page.md")).hasContent("generated\n");
        assertThat(out()).contains("page.md");
    }

    @Test
    void docs_thatCannotWrite_ends73() throws IOException {
        file("a", "in the way");
        assertThat(run("docs", directory.toString())).isEqualTo(ExitCode.CANNOT_CREATE);
        assertThat(err()).startsWith("larder: cannot write ");
    }

    @Test
    void exitStatuses_areInTheReference() {
        for (ExitCode code : List.of(ExitCode.USAGE, ExitCode.NO_INPUT, ExitCode.CONFIG)) {
            assertThat(ConfigReference.text()).contains(Integer.toString(code.status()));
        }
    }
}
