package dev.larder.server.command.admin;

import java.nio.charset.StandardCharsets;

/// Text that stands for bytes, one character each, as what clients sent is kept.
final class Latin {
    private Latin() {}

    /// The bytes that `text` stands for.
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
