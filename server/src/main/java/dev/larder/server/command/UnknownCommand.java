package dev.larder.server.command;

import dev.larder.protocol.resp.ArgVector;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// What to say to a request that names no command: its words, cut to a length that can be read.
final class UnknownCommand {
    private static final int SHOWN_BYTES_MAX = 128;

    private UnknownCommand() {}

    static ReplyException subcommand(ArgVector args) {
        return ReplyError.UNKNOWN_SUBCOMMAND.with(
                text(args, 1, SHOWN_BYTES_MAX),
                text(args, 0, SHOWN_BYTES_MAX).toUpperCase(Locale.ROOT));
    }

    static ReplyException command(ArgVector args) {
        var shown = new StringBuilder();
        for (int index = 1; index < args.count() && shown.length() < SHOWN_BYTES_MAX; index++) {
            String word = text(args, index, SHOWN_BYTES_MAX - shown.length());
            shown.append('\'').append(word).append("' ");
        }
        return ReplyError.UNKNOWN_COMMAND.with(text(args, 0, SHOWN_BYTES_MAX), shown);
    }

    /// The first `most` bytes of an argument, up to a zero byte as Redis has it.
    private static String text(ArgVector args, int index, int most) {
        int length = (int) Math.min(args.length(index), most);
        byte[] bytes = new byte[length];
        if (args.isBig(index)) {
            if (args.big(index).failed()) {
                return "";
            }
            args.big(index).copyTo(0, bytes, 0, length);
        } else {
            var slice = args.slice(index);
            System.arraycopy(slice.array(), slice.offset(), bytes, 0, length);
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int zero = text.indexOf('\0');
        return zero < 0 ? text : text.substring(0, zero);
    }
}
