package dev.larder.server.command.string;

import static dev.larder.server.store.ShardGuard.KEEP_DEADLINE;
import static dev.larder.server.store.ShardGuard.NO_DEADLINE;
import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.server.command.Args;
import dev.larder.server.command.CommandContext;
import dev.larder.server.command.Expiry;
import dev.larder.server.command.ReplyError;
import dev.larder.server.command.TagArguments;
import dev.larder.server.command.Values;
import dev.larder.server.store.ShardGuard;
import dev.larder.server.store.TagNames;
import dev.larder.server.store.slot.Handle;
import org.jspecify.annotations.Nullable;

/// The options of one SET at a time.
final class SetOptions {
    /// When the value is set.
    enum Condition {
        ALWAYS,
        NX,
        XX,
        IFEQ,
        IFNE,
        IFDEQ,
        IFDNE,
        IFHANDLE
    }

    private Condition condition = Condition.ALWAYS;
    private int operand;
    private long handle;
    private boolean repliesOld;
    private boolean repliesHandle;
    private long deadline = NO_DEADLINE;

    /// The way in which the deadline is said, and the argument that has its number.
    private @Nullable Expiry expiry;

    private int amount;

    /// What the key is tagged with; borrowed.
    private final TagNames tags = new TagNames();

    /// One for each thread, used again for its next SET: parsing allocates nothing.
    private static final ThreadLocal<SetOptions> OPTIONS = ThreadLocal.withInitial(SetOptions::new);

    private SetOptions() {}

    /// The options that begin at argument 3. They are those of the calling thread's last SET.
    static SetOptions parse(CommandContext context, Args args) {
        SetOptions options = OPTIONS.get();
        options.clear();
        int index = 3;
        while (index < args.count()) {
            index += options.take(args, index);
        }
        if (options.repliesOld && options.repliesHandle) {
            throw ReplyError.SYNTAX.exception();
        }
        if (options.expiry != null) {
            options.deadline = options.expiry.deadline(context, args.integer(options.amount));
        }
        return options;
    }

    private void clear() {
        condition = Condition.ALWAYS;
        operand = 0;
        repliesOld = false;
        repliesHandle = false;
        deadline = NO_DEADLINE;
        expiry = null;
        tags.clear();
    }

    /// Takes the option at `index`; answers how many arguments it has.
    private int take(Args args, int index) {
        if (args.is(index, "GET")) {
            repliesOld = true;
            return 1;
        }
        if (args.is(index, "RETHANDLE")) {
            repliesHandle = true;
            return 1;
        }
        if (args.is(index, "TAGS")) {
            return takeTags(args, index);
        }
        for (Condition word : CONDITIONS) {
            if (args.is(index, word.name())) {
                return takeCondition(word, args, index);
            }
        }
        if (expiry == null && args.is(index, "KEEPTTL")) {
            deadline = KEEP_DEADLINE;
            return 1;
        }
        if (deadline == KEEP_DEADLINE) {
            throw ReplyError.SYNTAX.exception();
        }
        expiry = Expiry.named(args, index, expiry);
        amount = index + 1;
        return 2;
    }

    private int takeTags(Args args, int index) {
        if (index + 1 >= args.count() || tags.count() > 0) {
            throw ReplyError.SYNTAX.exception();
        }
        int count = (int) args.integer(index + 1, 1, Integer.MAX_VALUE);
        if (count > args.count() - index - 2) {
            throw ReplyError.SYNTAX.exception();
        }
        TagArguments.read(args, index + 2, count, tags);
        return 2 + count;
    }

    private int takeCondition(Condition word, Args args, int index) {
        if (condition != Condition.ALWAYS && condition != word) {
            throw ReplyError.SYNTAX.exception();
        }
        condition = word;
        if (word == Condition.NX || word == Condition.XX) {
            return 1;
        }
        operand = index + 1;
        if (operand >= args.count()) {
            throw ReplyError.SYNTAX.exception();
        }
        if (word == Condition.IFDEQ || word == Condition.IFDNE) {
            ValueDigest.check(args, operand);
        }
        if (word == Condition.IFHANDLE) {
            handle = args.integer(operand);
        }
        return 2;
    }

    private static final Condition[] CONDITIONS = {
        Condition.NX,
        Condition.XX,
        Condition.IFEQ,
        Condition.IFNE,
        Condition.IFDEQ,
        Condition.IFDNE,
        Condition.IFHANDLE
    };

    /// Whether the reply is the value from before.
    boolean repliesOld() {
        return repliesOld;
    }

    /// Whether the reply is the handle of the value that was set.
    boolean repliesHandle() {
        return repliesHandle;
    }

    /// The tags that the key gets.
    TagNames tags() {
        return tags;
    }

    /// For `put`: a deadline, or that there is none or the present one.
    long deadline() {
        return deadline;
    }

    /// Whether the condition holds for the entry in `slot`, or for none.
    boolean allow(ShardGuard guard, int slot, Args args) {
        return switch (condition) {
            case ALWAYS -> true;
            case NX -> slot == NO_SLOT;
            case XX -> slot != NO_SLOT;
            case IFEQ -> slot != NO_SLOT && Values.equal(guard, slot, args, operand);
            case IFNE -> slot == NO_SLOT || !Values.equal(guard, slot, args, operand);
            case IFDEQ -> slot != NO_SLOT && ValueDigest.equal(guard, slot, args, operand);
            case IFHANDLE -> handle == (slot == NO_SLOT ? Handle.NONE : guard.handle(slot));
            case IFDNE -> slot == NO_SLOT || !ValueDigest.equal(guard, slot, args, operand);
        };
    }
}
