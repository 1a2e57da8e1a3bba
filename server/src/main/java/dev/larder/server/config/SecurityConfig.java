package dev.larder.server.config;

/// Who may do what.
///
/// @param requirepass the password, one character a byte; empty when none is asked for
/// @param protectedMode whether to serve strangers nothing while no password is set
/// @param loginTimeoutMs a client that must log in and does not is closed after so long
/// @param loginClientsMax how many clients may be connected without having logged in
/// @param debugCommand to whom `DEBUG` is open
public record SecurityConfig(
        String requirepass,
        boolean protectedMode,
        long loginTimeoutMs,
        int loginClientsMax,
        CommandAccess debugCommand) {
    static SecurityConfig read(SettingValues values) {
        return new SecurityConfig(
                values.get(SecurityDirectives.REQUIREPASS),
                values.get(SecurityDirectives.PROTECTED_MODE),
                values.get(SecurityDirectives.LOGIN_TIMEOUT),
                values.integer(SecurityDirectives.LOGIN_MAX_CLIENTS),
                values.get(SecurityDirectives.ENABLE_DEBUG_COMMAND));
    }

    /// Whether clients must log in.
    public boolean needsLogin() {
        return !requirepass.isEmpty();
    }

    /// Everything but the password.
    @Override
    public String toString() {
        return "SecurityConfig[protectedMode="
                + protectedMode
                + ", debugCommand="
                + debugCommand
                + "]";
    }
}
