package dev.larder.server.command;

import dev.larder.protocol.bytes.Slice;
import dev.larder.protocol.resp.ArgVector;
import dev.larder.server.stats.SlowLog;
import java.nio.charset.StandardCharsets;

/// A request as slow log and monitors may show it: with every secret replaced by a word.
///
/// Borrows the arguments; good until the command returns. Cold: made only when something is shown.
final class ShownRequest implements SlowLog.Request {
    private static final byte[] REDACTED = "(redacted)".getBytes(StandardCharsets.US_ASCII);

    private final Command command;
    private final ArgVector args;
    private final Slice slice = new Slice();

    ShownRequest(Command command, ArgVector args) {
        this.command = command;
        this.args = args;
    }

    @Override
    public int count() {
        return args.count();
    }

    @Override
    public long length(int index) {
        return isReplaced(index) ? replacement(index).length : args.length(index);
    }

    @Override
    public void copy(int index, byte[] to, int count) {
        if (isReplaced(index)) {
            System.arraycopy(replacement(index), 0, to, 0, count);
        } else {
            args.slice(index, slice);
            System.arraycopy(slice.array(), slice.offset(), to, 0, count);
        }
    }

    /// Big arguments are shown by their length alone: the command that ran may have kept their bytes,
    /// or there may have been no memory for them.
    private boolean isReplaced(int index) {
        return args.isBig(index) || (index > 0 && command.isSecret(args, index));
    }

    private byte[] replacement(int index) {
        if (index > 0 && command.isSecret(args, index)) {
            return REDACTED;
        }
        String text = "... (" + args.length(index) + " bytes)";
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
