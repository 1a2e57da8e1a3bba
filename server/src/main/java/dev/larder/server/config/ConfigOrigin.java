package dev.larder.server.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where settings came from, as far as writing them back depends on it.
final class ConfigOrigin {
    /// No file at all.
    static final ConfigOrigin NONE = new ConfigOrigin(null, Set.of());

    private final @Nullable Path file;
    private final Set<String> included;

    private ConfigOrigin(@Nullable Path file, Set<String> included) {
        this.file = file;
        this.included = Set.copyOf(included);
    }

    /// Settings from `file`, those named in `included` having been set by files that it includes.
    static ConfigOrigin of(Path file, Set<String> included) {
        return new ConfigOrigin(file, included);
    }

    Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /// Whether an included file set `directive`: then a line in the main file may not win.
    boolean isIncluded(Directive<?> directive) {
        return included.contains(directive.name());
    }
}
