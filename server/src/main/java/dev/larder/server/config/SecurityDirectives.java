package dev.larder.server.config;

import dev.larder.server.config.Directive.Trait;
import java.util.List;

/// Who may do what.
final class SecurityDirectives {
    private static final long KB = 1L << 10;
    private static final long MB = 1L << 20;
    private static final long HOUR_MS = 3_600_000;

    static final Directive<String> REQUIREPASS =
            Directive.of(
                            Group.SECURITY,
                            "requirepass",
                            new TextType("a password, or \"\" for none"),
                            "",
                            """
                            The password that clients must give before anything else; empty asks for \
                            none.\
                            """)
                    .with(Trait.SENSITIVE);

    static final Directive<Boolean> PROTECTED_MODE =
            Directive.of(
                    Group.SECURITY,
                    "protected-mode",
                    new BooleanType(),
                    true,
                    """
                    Whether clients from other machines are refused while no password is set.\
                    """);

    static final Directive<Long> LOGIN_TIMEOUT =
            Directive.of(
                            Group.SECURITY,
                            "login-timeout",
                            new DurationType(0, HOUR_MS),
                            10_000L,
                            """
                            A client that must log in and does not is closed after so long; 0 lets it \
                            stay.\
                            """)
                    .withUnit("seconds");

    static final Directive<Long> LOGIN_MAX_CLIENTS =
            Directive.of(
                    Group.SECURITY,
                    "login-max-clients",
                    new IntegerType(1, Integer.MAX_VALUE),
                    2_500L,
                    """
                    How many clients may be connected that must log in and have not. One more is \
                    closed.\
                    """);

    static final Directive<Long> LOGIN_MAX_ARGS =
            Directive.of(
                    Group.SECURITY,
                    "login-max-args",
                    new IntegerType(4, 1_024),
                    10L,
                    """
                    How many arguments a request may have while its client must still log in. New \
                    connections follow a change.\
                    """);

    static final Directive<Long> LOGIN_MAX_SIZE =
            Directive.of(
                            Group.SECURITY,
                            "login-max-size",
                            new BytesType(KB, MB),
                            16 * KB,
                            """
                            How long all arguments of a request may be together while its client must still \
                            log in. New connections follow a change.\
                            """)
                    .withUnit("bytes");

    static final Directive<CommandAccess> ENABLE_DEBUG_COMMAND =
            Directive.of(
                            Group.SECURITY,
                            "enable-debug-command",
                            ChoiceType.of(CommandAccess.values()),
                            CommandAccess.NO,
                            """
                            To whom the DEBUG command is open. `local` means clients on this machine.\
                            """)
                    .with(Change.IMMUTABLE);

    static final Directive<CommandAccess> ENABLE_PROTECTED_CONFIGS =
            Directive.of(
                            Group.SECURITY,
                            "enable-protected-configs",
                            ChoiceType.of(CommandAccess.values()),
                            CommandAccess.NO,
                            """
                            Who may change protected settings with CONFIG SET. `local` means clients on \
                            this machine.\
                            """)
                    .with(Change.IMMUTABLE);

    static final List<Directive<?>> ALL =
            List.of(
                    REQUIREPASS,
                    PROTECTED_MODE,
                    LOGIN_TIMEOUT,
                    LOGIN_MAX_CLIENTS,
                    LOGIN_MAX_ARGS,
                    LOGIN_MAX_SIZE,
                    ENABLE_DEBUG_COMMAND,
                    ENABLE_PROTECTED_CONFIGS);

    private SecurityDirectives() {}
}
