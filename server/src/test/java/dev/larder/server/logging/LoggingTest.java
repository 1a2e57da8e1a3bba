package dev.larder.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.FileAppender;
import dev.larder.server.config.LogLevel;
import dev.larder.server.config.SettingChange;
import dev.larder.server.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LoggingTest {
    @TempDir Path directory;

    private final LoggerContext context = new LoggerContext();

    @BeforeEach
    void configure() {
        context.setMDCAdapter(new LogbackMDCAdapter());
        new BuiltInLogging().configure(context);
    }

    private Logger root() {
        return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private Level netty() {
        return context.getLogger("io.netty.channel").getEffectiveLevel();
    }

    @Test
    void configure_atFirst_isQuietAndOnStandardError() {
        assertThat(root().getLevel()).isEqualTo(Level.INFO);
        assertThat(netty()).isEqualTo(Level.INFO);
        assertThat(root().getAppender(BuiltInLogging.CONSOLE)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "DEBUG, TRACE, INFO",
        "VERBOSE, DEBUG, INFO",
        "NOTICE, INFO, INFO",
        "WARNING, WARN, WARN",
        "NOTHING, OFF, OFF"
    })
    void loglevel_ofEachName_keepsNettyQuiet(LogLevel level, String own, String netty) {
        Logging.apply(context, level);
        assertThat(root().getLevel()).isEqualTo(Level.toLevel(own));
        assertThat(netty()).isEqualTo(Level.toLevel(netty));
    }

    @Test
    void follow_ofSettings_followsTheirChanges() throws IOException {
        Settings settings = Settings.with(Map.of("loglevel", "warning"));
        Logging.follow(settings, context);
        assertThat(root().getLevel()).isEqualTo(Level.WARN);
        settings.set(List.of(new SettingChange("loglevel", "verbose")), false);
        assertThat(root().getLevel()).isEqualTo(Level.DEBUG);
    }

    @Test
    void follow_withALogFile_writesOneLineAnEventThere() throws IOException {
        Path file = directory.resolve("larder.log");
        Files.writeString(file, "before\n");
        Logging.follow(Settings.with(Map.of("logfile", file.toString())), context);
        root().atWarn().addKeyValue("name", "two\r\nlines").log("client\nclosed");
        context.stop();
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2).first().isEqualTo("before");
        assertThat(lines.getLast()).endsWith(" WARN  ROOT: client closed name=\"two lines\"");
        assertThat(root().getAppender(BuiltInLogging.CONSOLE)).isNull();
    }

    @Test
    void follow_withALogFileInNoDirectory_fails() {
        Settings settings =
                Settings.with(Map.of("logfile", directory.resolve("no/such.log").toString()));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> Logging.follow(settings, context))
                .isInstanceOf(IOException.class);
        assertThat(root().iteratorForAppenders())
                .toIterable()
                .noneMatch(FileAppender.class::isInstance);
    }
}
