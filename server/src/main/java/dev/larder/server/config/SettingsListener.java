package dev.larder.server.config;

import java.util.Optional;

/// Acts on a change of settings at run time, or refuses it.
@FunctionalInterface
public interface SettingsListener {
    /// Called once for a `CONFIG SET` that changes a setting this listener follows, before anybody
    /// else can see the new values. When a later listener refuses, this one is called again with the
    /// two exchanged, to go back; what it answers then is only logged.
    ///
    /// @return why the change is impossible, or nothing when it has been acted on
    Optional<String> changed(LarderConfig before, LarderConfig after);
}
