package dev.larder.server.command;

/// Database numbers as arguments.
public final class Databases {
    private Databases() {}

    /// The database that argument `index` names.
    public static int index(CommandContext context, Args args, int index) {
        long number = args.integer(index);
        if (number < 0 || number >= context.store().databaseCount()) {
            throw ReplyError.DATABASE_OUT_OF_RANGE.exception();
        }
        return (int) number;
    }
}
