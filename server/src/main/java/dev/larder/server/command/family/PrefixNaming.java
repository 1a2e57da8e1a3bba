package dev.larder.server.command.family;

import dev.larder.protocol.bytes.Slice;
import dev.larder.server.command.Args;
import dev.larder.server.command.ReplyError;
import dev.larder.server.store.PrefixSettings;
import dev.larder.server.store.Prefixes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Prefixes as requests name them.
final class PrefixNaming {
    private PrefixNaming() {}

    /// The bytes of argument `index`.
    static byte[] bytes(Args args, int index) {
        Slice name = args.slice(index);
        return Arrays.copyOfRange(name.array(), name.offset(), name.offset() + name.length());
    }

    /// Fails unless all keys that have `name` are known to have it.
    static void check(Prefixes prefixes, byte[] name) {
        PrefixSettings settings = prefixes.settings();
        switch (prefixes.standing(name)) {
            case TRACKED, UNUSED -> {
                return;
            }
            case UNTRACKED -> throw ReplyError.PREFIX_UNTRACKED.with(text(name), settings.max());
            case TOO_DEEP -> throw ReplyError.PREFIX_DEPTH.with(text(name), settings.depth());
            case NO_PREFIX ->
                    throw ReplyError.PREFIX_FORM.with(
                            text(name), (char) settings.delimiter(), Prefixes.BYTES_MAX);
        }
    }

    private static String text(byte[] name) {
        return new String(
                name, 0, Math.min(name.length, Prefixes.BYTES_MAX), StandardCharsets.ISO_8859_1);
    }
}
