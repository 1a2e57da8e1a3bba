package dev.larder.client;

/// Who we are to the server.
///
/// @param user the user's name; `default` where servers know only a password
/// @param password what proves it
public record Credentials(String user, String password) {
    /// The user that is meant where a server knows only a password.
    public static final String DEFAULT_USER = "default";

    /// Tells the user only: passwords do not belong in logs.
    @Override
    public String toString() {
        return "Credentials[user=" + user + "]";
    }
}
