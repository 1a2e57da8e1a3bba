package dev.larder.server.config;

/// Who fills missing keys, and what is served meanwhile.
///
/// @param countMax how many keys may wait to be filled by somebody
/// @param waitersMax how many requests may wait for others to fill keys
/// @param servesStale whether ordinary reads see values that are in their grace
public record LeaseConfig(int countMax, int waitersMax, boolean servesStale) {
    static LeaseConfig read(SettingValues values) {
        return new LeaseConfig(
                values.integer(LeaseDirectives.LEASE_MAX),
                values.integer(LeaseDirectives.LEASE_MAX_WAITERS),
                values.get(LeaseDirectives.SERVE_STALE));
    }
}
