package dev.larder.server.config;

/// What of a key is its prefix.
///
/// @param delimiter the character that ends a level of it
/// @param depth how many levels it has at most
/// @param countMax how many prefixes are tracked by themselves
public record FamilyConfig(char delimiter, int depth, int countMax) {
    static FamilyConfig read(SettingValues values) {
        return new FamilyConfig(
                values.get(FamilyDirectives.PREFIX_DELIMITER).charAt(0),
                values.integer(FamilyDirectives.PREFIX_DEPTH),
                values.integer(FamilyDirectives.PREFIX_MAX));
    }
}
