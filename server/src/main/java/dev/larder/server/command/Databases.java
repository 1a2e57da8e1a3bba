package dev.larder.server.command;

/// Database numbers as arguments.
public final class Databases {
    private Databases() {}

    /// The database that argument `index` names.
    public static int index(CommandContext context, Args args, int index) {
        return inRange(context, args.integer(index, Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    /// The number that argument `index` spells; `error` if it is no number of 32 bits.
    public static int number(Args args, int index, ReplyError error) {
        long number = args.integer(index, error);
        if (number != (int) number) {
            throw error.exception();
        }
        return (int) number;
    }

    /// `number`, if there is such a database.
    public static int inRange(CommandContext context, long number) {
        if (number < 0 || number >= context.store().databaseCount()) {
            throw ReplyError.DATABASE_OUT_OF_RANGE.exception();
        }
        return (int) number;
    }
}
