package dev.larder.server.config;

import java.util.List;

/// How the process presents itself and how it ends.
final class ProcessDirectives {
    static final Directive<LogLevel> LOGLEVEL =
            Directive.of(
                    Group.PROCESS,
                    "loglevel",
                    ChoiceType.of(LogLevel.values()),
                    LogLevel.NOTICE,
                    "How much is logged.");

    static final Directive<String> LOGFILE =
            Directive.of(
                            Group.PROCESS,
                            "logfile",
                            new TextType("a file name, or \"\" for standard error"),
                            "",
                            "The file that is logged to; empty logs to standard error.")
                    .with(Change.IMMUTABLE);

    static final Directive<String> PIDFILE =
            Directive.of(
                            Group.PROCESS,
                            "pidfile",
                            new TextType("a file name, or \"\" for none"),
                            "",
                            """
                            The file that the process id is written to, and that is deleted at the end; \
                            empty writes none.\
                            """)
                    .with(Change.IMMUTABLE);

    static final Directive<Long> SHUTDOWN_TIMEOUT =
            Directive.of(
                            Group.PROCESS,
                            "shutdown-timeout",
                            new IntegerType(0, Integer.MAX_VALUE),
                            10L,
                            """
                            How long a stop waits until the replies to all requests in flight have reached \
                            their clients.\
                            """)
                    .withUnit("seconds");

    static final List<Directive<?>> ALL = List.of(LOGLEVEL, LOGFILE, PIDFILE, SHUTDOWN_TIMEOUT);

    private ProcessDirectives() {}
}
