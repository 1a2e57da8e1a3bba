package dev.larder.server.command.connection;

import dev.larder.server.command.Args;
import dev.larder.server.command.ReplyError;

/// Texts that clients say of themselves. They are shown in lists whose fields are divided by spaces, so they
/// must not have any.
final class ClientText {
    private ClientText() {}

    /// The client's name at `index`; empty takes the name away.
    static String name(Args args, int index) {
        String name = args.text(index);
        if (!isPrintable(name)) {
            throw ReplyError.CLIENT_NAME.exception();
        }
        return name;
    }

    /// The value at `index` of the library's attribute that the client calls `attribute`.
    static String attribute(Args args, int index, String attribute) {
        String value = args.text(index);
        if (!isPrintable(value)) {
            throw ReplyError.CLIENT_ATTRIBUTE.with(attribute);
        }
        return value;
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(letter -> letter >= '!' && letter <= '~');
    }
}
