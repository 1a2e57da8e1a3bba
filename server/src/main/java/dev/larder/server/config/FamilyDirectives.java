package dev.larder.server.config;

import java.util.List;

/// What of a key is its prefix.
final class FamilyDirectives {
    private static final long MAX = 16_384;
    private static final long MAX_DEFAULT = 1_024;
    private static final long DEPTH_MAX = 4;

    static final Directive<String> PREFIX_DELIMITER =
            Directive.of(
                            Group.MEMORY,
                            "prefix-delimiter",
                            new CharacterType(),
                            ":",
                            "The character that ends a key's prefix, and belongs to it. Prefixes are"
                                    + " counted, and can be invalidated, without being declared.")
                    .with(Change.AT_START);

    static final Directive<Long> PREFIX_DEPTH =
            Directive.of(
                            Group.MEMORY,
                            "prefix-depth",
                            new IntegerType(1, DEPTH_MAX),
                            1L,
                            "How many levels a prefix has at most: with 2, the key a:b:1 has the prefix"
                                    + " a:b:, which belongs to a: and goes when that is invalidated.")
                    .with(Change.AT_START);

    static final Directive<Long> PREFIX_MAX =
            Directive.of(
                            Group.MEMORY,
                            "prefix-max",
                            new IntegerType(0, MAX),
                            MAX_DEFAULT,
                            "How many prefixes are tracked by themselves, the first ones that keys come"
                                    + " with. Later ones share (other), and cannot be invalidated. The"
                                    + " first 125 cost a key nothing, later ones 2 bytes. With 0 none is"
                                    + " tracked.")
                    .with(Change.AT_START);

    static final List<Directive<?>> ALL = List.of(PREFIX_DELIMITER, PREFIX_DEPTH, PREFIX_MAX);

    private FamilyDirectives() {}
}
