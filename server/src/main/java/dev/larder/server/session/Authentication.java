package dev.larder.server.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/// Who may log in: the default user, with the password of `requirepass` or, if there is none, with any.
/// Any thread.
///
/// Only a digest of the password is kept. A login computes the same digest whether or not the user
/// exists and compares it in constant time, so that how long it takes says nothing.
public final class Authentication {
    private static final byte[] NOBODY = new byte[32];

    private volatile Optional<byte[]> digest = Optional.empty();

    /// Sets the password; an empty one lets everybody in.
    public void password(byte[] password) {
        digest = password.length == 0 ? Optional.empty() : Optional.of(sha256(password));
    }

    /// Whether clients have to log in.
    public boolean isRequired() {
        return digest.isPresent();
    }

    /// Whether `password` lets in the user called `user`.
    @SuppressWarnings("ShortCircuitBoolean") // every answer takes the same time
    public boolean accepts(byte[] user, byte[] password) {
        byte[] name = Session.DEFAULT_USER.getBytes(StandardCharsets.US_ASCII);
        boolean known = MessageDigest.isEqual(name, user);
        Optional<byte[]> wanted = digest;
        byte[] given = sha256(password);
        boolean right = MessageDigest.isEqual(wanted.orElse(NOBODY), given);
        Arrays.fill(given, (byte) 0);
        return known & (right | wanted.isEmpty());
    }

    private static byte[] sha256(byte[] password) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(password);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
