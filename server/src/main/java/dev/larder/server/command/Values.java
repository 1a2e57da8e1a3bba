package dev.larder.server.command;

import dev.larder.protocol.bytes.Ascii;
import dev.larder.protocol.bytes.Slice;
import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.server.store.IncomingValue;
import dev.larder.server.store.MultiGuard;
import dev.larder.server.store.ShardGuard;

/// What all commands do with string values: store an argument, reply with an entry.
public final class Values {
    private Values() {}

    /// Reserves for argument `index` as the value of the guard's key.
    public static void reserve(ShardGuard guard, Args args, int index, long deadline) {
        if (args.isBig(index)) {
            guard.reserveArrived((IncomingValue) args.big(index), deadline);
        } else {
            guard.reserve(args.length(index), deadline);
        }
    }

    /// One try of [#reserve] for one key of several.
    public static boolean tryReserve(MultiGuard.Reserving reserving, Args args, int index) {
        return args.isBig(index)
                ? reserving.arrived((IncomingValue) args.big(index), ShardGuard.NO_DEADLINE)
                : reserving.bytes(args.length(index), ShardGuard.NO_DEADLINE);
    }

    /// Stores argument `index` as the value of the guard's key, as an integer if it spells one. Room for
    /// it has been reserved.
    public static void put(ShardGuard guard, Args args, int index, long deadline) {
        if (args.isBig(index)) {
            guard.putArrived((IncomingValue) args.big(index), deadline);
            return;
        }
        Slice value = args.slice(index);
        if (Ascii.isLong(value.array(), value.offset(), value.length())) {
            guard.putInteger(
                    Ascii.parseLong(value.array(), value.offset(), value.length()), deadline);
        } else {
            guard.putBytes(value.array(), value.offset(), value.length(), deadline);
        }
    }

    /// Whether the value in `slot` has the bytes of argument `index`.
    public static boolean equal(ShardGuard guard, int slot, Args args, int index) {
        Slice bytes = args.slice(index);
        return guard.valueEquals(slot, bytes.array(), bytes.offset(), bytes.length());
    }

    /// Replies with the whole value in `slot`.
    public static void reply(
            CommandContext context, ShardGuard guard, int slot, ReplyWriter reply) {
        if (guard.isInteger(slot)) {
            reply.bulkInteger(guard.integer(slot));
            return;
        }
        long length = guard.valueBytes(slot);
        if (isBig(context, guard, slot, length)) {
            reply.bigBulk(guard.pin(slot));
        } else {
            int at = reply.bulkSpace((int) length);
            guard.copyValue(slot, 0, reply.buffer().array(), at, (int) length);
        }
    }

    private static boolean isBig(CommandContext context, ShardGuard guard, int slot, long length) {
        return guard.isLong(slot)
                && length >= context.server().settings().current().memory().largeValueBytes();
    }

    /// Replies with `length` bytes of the value of the guard's key, which is there, from byte `from` on:
    /// copied, or from where they lie if they are many.
    public static void reply(
            CommandContext context, ShardGuard guard, long from, long length, ReplyWriter reply) {
        int slot = guard.find();
        if (isBig(context, guard, slot, length)) {
            reply.bigBulk(guard.pin(slot, from, length));
        } else {
            int at = reply.bulkSpace((int) length);
            guard.copyValue(slot, from, reply.buffer().array(), at, (int) length);
        }
    }

    /// Fails if a value of `bytes` is longer than values may be.
    public static void checkLength(CommandContext context, long bytes) {
        if (bytes < 0 || bytes > context.server().settings().current().protocol().bulkBytesMax()) {
            throw ReplyError.STRING_TOO_LONG.exception();
        }
    }
}
