package dev.larder.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import dev.larder.server.config.LogLevel;
import dev.larder.server.config.ProcessConfig;
import dev.larder.server.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/// Makes logging follow the settings `loglevel` and `logfile`. When the operator brought a Logback
/// configuration, that one stands and the settings are ignored.
public final class Logging {
    /// Says more below INFO than anybody wants to know.
    private static final String NETTY = "io.netty";

    private Logging() {}

    /// Applies what `settings` say now, and follows `loglevel` from now on.
    ///
    /// @throws IOException if the log file cannot be written
    public static void follow(Settings settings) throws IOException {
        boolean operators = System.getProperty(BuiltInLogging.FILE_PROPERTY) != null;
        if (!operators && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            follow(settings, context);
        }
    }

    static void follow(Settings settings, LoggerContext context) throws IOException {
        ProcessConfig config = settings.current().process();
        if (!config.logFile().isEmpty()) {
            toFile(context, Path.of(config.logFile()));
        }
        apply(context, config.logLevel());
        settings.onChange(
                List.of("loglevel"),
                (before, after) -> {
                    apply(context, after.process().logLevel());
                    return Optional.empty();
                });
    }

    private static Logger root(LoggerContext context) {
        return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    static void apply(LoggerContext context, LogLevel level) {
        Level own = level(level);
        root(context).setLevel(own);
        context.getLogger(NETTY).setLevel(own.isGreaterOrEqual(Level.INFO) ? own : Level.INFO);
    }

    /// Logback's level for Redis's name. What Redis calls a warning is what must be known whatever
    /// else is not: here that is an error or a warning.
    static Level level(LogLevel level) {
        return switch (level) {
            case DEBUG -> Level.TRACE;
            case VERBOSE -> Level.DEBUG;
            case NOTICE -> Level.INFO;
            case WARNING -> Level.WARN;
            case NOTHING -> Level.OFF;
        };
    }

    private static void toFile(LoggerContext context, Path file) throws IOException {
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
        var appender = new FileAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setName("file");
        appender.setFile(file.toString());
        appender.setEncoder(BuiltInLogging.encoder(context));
        appender.start();
        Logger root = root(context);
        root.addAppender(appender);
        root.detachAppender(BuiltInLogging.CONSOLE);
    }
}
