package dev.larder.server.net;

import dev.larder.protocol.resp.BigArgument;
import dev.larder.server.command.ServerContext;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/// What all event loops share.
///
/// @param server what commands work with
/// @param settings what is set about connections at present
/// @param bigs where big arguments are kept while they arrive, by the number of the loop
/// @param tick background work that rides on the loops
/// @param unauthenticated how many connections wait for a login
/// @param outputBudget how much copied replies may take
record NetContext(
        ServerContext server,
        Supplier<NetSettings> settings,
        IntFunction<BigArgument.Source> bigs,
        LoopTick tick,
        AtomicInteger unauthenticated,
        OutputBudget outputBudget) {}
