package dev.larder.server.config;

/// What is stored once for many.
///
/// @param values `off`, `auto` or `always`: when values are shared
/// @param bytesMin the shortest value that is shared
/// @param bytesMax the longest value that is shared
/// @param memoryBytes what strings of `INTERN ADD` may take while they are no key's value
public record InternConfig(String values, int bytesMin, int bytesMax, long memoryBytes) {
    static InternConfig read(SettingValues values) {
        return new InternConfig(
                values.get(InternDirectives.INTERN_VALUES),
                values.integer(InternDirectives.INTERN_MIN_BYTES),
                values.integer(InternDirectives.INTERN_MAX_BYTES),
                values.get(InternDirectives.INTERN_MAX_MEMORY));
    }
}
