package dev.larder.server.net;

import dev.larder.protocol.resp.BigReply;
import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.command.Args;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.CommandFlag;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.CommandSpec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Commands with which the transport is tested: each puts one kind of strain on it.
final class NetCommands {
    /// Big values that were made and not yet released.
    final AtomicInteger valuesOut = new AtomicInteger();

    /// Requests executed.
    final AtomicInteger executed = new AtomicInteger();

    List<Command> all() {
        return List.of(
                command("ECHO message", (context, args, reply) -> reply.bulk(args.slice(1))),
                command("FILL length", (context, args, reply) -> fill(args, reply)),
                command("FILLS count length", (context, args, reply) -> fills(args, reply)),
                command("BIG length", (context, args, reply) -> big(args, reply)),
                command("BIGS count length", (context, args, reply) -> bigs(args, reply)),
                command("LENGTH value", (context, args, reply) -> reply.integer(args.length(1))),
                command("SPIN micros", (context, args, reply) -> spin(args, reply)),
                command("BYE", (context, args, reply) -> bye(context, reply)),
                command("FAIL", (context, args, reply) -> fail()));
    }

    private interface Body {
        void execute(CommandContext context, Args args, ReplyWriter reply);
    }

    private Command command(String syntax, Body body) {
        CommandSpec spec =
                CommandSpec.of(syntax)
                        .group(CommandGroup.CONNECTION)
                        .flags(CommandFlag.FAST)
                        .summary("Tests the transport.")
                        .complexity("O(1)")
                        .since("1.0.0")
                        .build();
        return new Command() {
            @Override
            public CommandSpec spec() {
                return spec;
            }

            @Override
            public void execute(CommandContext context, Args args, ReplyWriter reply) {
                executed.incrementAndGet();
                body.execute(context, args, reply);
            }
        };
    }

    private static void fill(Args args, ReplyWriter reply) {
        int length = (int) args.integer(1);
        int at = reply.bulkSpace(length);
        Arrays.fill(reply.buffer().array(), at, at + length, (byte) 'x');
    }

    private static void fills(Args args, ReplyWriter reply) {
        int count = (int) args.integer(1);
        int length = (int) args.integer(2);
        reply.array(count);
        for (int index = 0; index < count; index++) {
            int at = reply.bulkSpace(length);
            Arrays.fill(reply.buffer().array(), at, at + length, (byte) 'x');
        }
    }

    private void big(Args args, ReplyWriter reply) {
        reply.bigBulk(new Pattern(args.integer(1)));
    }

    private void bigs(Args args, ReplyWriter reply) {
        int count = (int) args.integer(1);
        reply.array(count);
        for (int index = 0; index < count; index++) {
            reply.bigBulk(new Pattern(args.integer(2)));
        }
    }

    private static void spin(Args args, ReplyWriter reply) {
        LockSupport.parkNanos(args.integer(1) * 1_000);
        reply.ok();
    }

    private static void bye(CommandContext context, ReplyWriter reply) {
        context.session().closeAfterReply();
        reply.ok();
    }

    private static void fail() {
        throw new IllegalStateException("a test wanted it");
    }

    /// A value whose byte number `n` is the lowest of `n / 16384 + n`: parts cannot be exchanged unseen.
    final class Pattern implements BigReply {
        private static final int PART = 16 * 1024;

        private final long length;
        private boolean released;

        Pattern(long length) {
            this.length = length;
            valuesOut.incrementAndGet();
        }

        static byte at(long position) {
            return (byte) (position / PART + position);
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public ByteBuffer window(long from) {
            if (released) {
                throw new IllegalStateException("looked at after its release");
            }
            int count = (int) Math.min(PART - from % PART, length - from);
            ByteBuffer part = ByteBuffer.allocateDirect(count);
            for (int index = 0; index < count; index++) {
                part.put(index, at(from + index));
            }
            return part;
        }

        @Override
        public void copyTo(long from, byte[] to, int at, int count) {
            for (int index = 0; index < count; index++) {
                to[at + index] = at(from + index);
            }
        }

        @Override
        public void release() {
            if (released) {
                throw new IllegalStateException("released twice");
            }
            released = true;
            valuesOut.decrementAndGet();
        }
    }
}
