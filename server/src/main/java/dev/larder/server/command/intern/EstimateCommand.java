package dev.larder.server.command.intern;

import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import dev.larder.server.command.ReplyError;
import dev.larder.server.store.SharingEstimate;

/// INTERN ESTIMATE: what it would save to share the values that are equal now.
final class EstimateCommand implements Command {
    private static final int SAMPLES = 20_000;
    private static final int SAMPLES_MAX = 200_000;
    private static final int FIELDS = 4;

    private static final CommandSpec SPEC =
            CommandSpec.of("INTERN ESTIMATE [SAMPLES count]")
                    .group(CommandGroup.INTERN)
                    .flags(CommandFlag.READS)
                    .summary("Estimates from a sample what sharing equal values would save.")
                    .complexity("O(N) for N samples")
                    .since("1.0.0")
                    .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void execute(CommandContext context, Args args, ReplyWriter reply) {
        int samples = SAMPLES;
        if (args.count() > 2) {
            if (args.count() != 4 || !args.is(2, "SAMPLES")) {
                throw ReplyError.SYNTAX.exception();
            }
            samples = (int) args.integer(3, 1, SAMPLES_MAX);
        }
        SharingEstimate estimate = SharingEstimate.of(context.store(), samples);
        reply.map(FIELDS);
        reply.bulk("entries");
        reply.integer(estimate.entries());
        reply.bulk("sampled");
        reply.integer(estimate.sampled());
        reply.bulk("repeated");
        reply.integer(estimate.repeated());
        reply.bulk("bytes");
        reply.integer(estimate.bytes());
    }
}
