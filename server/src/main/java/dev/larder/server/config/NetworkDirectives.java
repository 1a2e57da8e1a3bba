package dev.larder.server.config;

import java.util.List;

/// Where the server listens and with what.
final class NetworkDirectives {
    private static final int BIND_COUNT_MAX = 16;
    private static final int IO_THREADS_MAX = 128;

    static final Directive<List<String>> BIND =
            Directive.of(
                    Group.NETWORK,
                    "bind",
                    new WordsType("addresses or host names", 1, BIND_COUNT_MAX),
                    List.of("127.0.0.1", "-::1"),
                    """
                    The addresses to listen on. `*` and `0.0.0.0` mean every IPv4 address of the \
                    machine, `::*` and `::` every IPv6 address; a leading `-` excuses one \
                    that the machine does not have. A change leaves connections alone; where it \
                    fails, the former addresses stay.\
                    """);

    static final Directive<Long> PORT =
            Directive.of(
                    Group.NETWORK,
                    "port",
                    new IntegerType(0, 65_535),
                    6_379L,
                    """
                    The TCP port to listen on. 0 picks a free one, which the banner names. A change \
                    leaves connections alone; where it fails, the former port stays.\
                    """);

    static final Directive<Long> TCP_BACKLOG =
            Directive.of(
                            Group.NETWORK,
                            "tcp-backlog",
                            new IntegerType(0, Integer.MAX_VALUE),
                            511L,
                            """
                            How many connections may wait to be accepted. The kernel lowers it to its own \
                            limit, net.core.somaxconn on Linux.\
                            """)
                    .with(Change.IMMUTABLE);

    static final Directive<Long> TCP_KEEPALIVE =
            Directive.of(
                            Group.NETWORK,
                            "tcp-keepalive",
                            new IntegerType(0, Integer.MAX_VALUE),
                            300L,
                            """
                            How long a connection may be idle before the kernel asks whether the other side \
                            is still there; 0 never asks. New connections follow a change.\
                            """)
                    .withUnit("seconds");

    static final Directive<TransportChoice> TRANSPORT =
            Directive.of(
                            Group.NETWORK,
                            "transport",
                            ChoiceType.of(TransportChoice.values()),
                            TransportChoice.AUTO,
                            """
                            How sockets are driven. `auto` takes epoll where the machine has it and nio \
                            elsewhere; the banner says which one it is.\
                            """)
                    .with(Change.AT_START);

    static final Directive<OrAuto> IO_THREADS =
            Directive.of(
                            Group.NETWORK,
                            "io-threads",
                            new OrAutoType(
                                    new IntegerType(1, IO_THREADS_MAX),
                                    () ->
                                            Math.min(
                                                    Runtime.getRuntime().availableProcessors(),
                                                    IO_THREADS_MAX)),
                            OrAutoType.AUTO,
                            """
                            The number of event loops, each a thread that serves its share of the \
                            connections. `auto` starts one for each processor.\
                            """)
                    .with(Change.IMMUTABLE);

    static final List<Directive<?>> ALL =
            List.of(BIND, PORT, TCP_BACKLOG, TCP_KEEPALIVE, TRANSPORT, IO_THREADS);

    private NetworkDirectives() {}
}
