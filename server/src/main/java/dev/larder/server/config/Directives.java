package dev.larder.server.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The catalogue: every setting, chapter by chapter, and how to find one by name.
final class Directives {
    /// All settings, in the order of their chapters.
    static final List<Directive<?>> ALL =
            Accepted.join(
                    NetworkDirectives.ALL,
                    ClientDirectives.ALL,
                    MemoryDirectives.ALL,
                    InternDirectives.ALL,
                    FamilyDirectives.ALL,
                    LeaseDirectives.ALL,
                    SecurityDirectives.ALL,
                    ObserveDirectives.ALL,
                    ProcessDirectives.ALL,
                    AcceptedStorage.ALL,
                    AcceptedTuning.ALL);

    /// Why a name is refused, as a rule.
    static final String UNKNOWN = "unknown setting";

    /// What Redis has and Larder refuses, with the reason: ignoring these would do harm.
    private static final Map<String, String> REFUSED =
            Map.of(
                    "user", "not supported: Larder has no users but the default one",
                    "rename-command", "not supported: commands cannot be renamed",
                    "loadmodule", "not supported: Larder loads no modules");

    private static final Map<String, Directive<?>> BY_NAME = byName();

    private Directives() {}

    private static Map<String, Directive<?>> byName() {
        var byName = new HashMap<String, Directive<?>>();
        for (Directive<?> directive : ALL) {
            register(byName, directive.name(), directive);
            for (String alias : directive.aliases()) {
                register(byName, alias, directive);
            }
        }
        return Map.copyOf(byName);
    }

    private static void register(
            Map<String, Directive<?>> byName, String name, Directive<?> directive) {
        if (byName.put(name, directive) != null) {
            throw new IllegalStateException("two settings are called " + name);
        }
    }

    /// The setting of that name or alias, in any case.
    static Optional<Directive<?>> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }

    /// Every name and alias.
    static Collection<String> names() {
        return BY_NAME.keySet();
    }

    /// The settings of one chapter, hidden ones left out.
    static List<Directive<?>> of(Group group) {
        var members = new ArrayList<Directive<?>>();
        for (Directive<?> directive : ALL) {
            if (directive.group() == group && !directive.isHidden()) {
                members.add(directive);
            }
        }
        return members;
    }

    /// The problem that there is no setting `name`, with the nearest one that there is.
    static ConfigProblem unknown(ConfigProblem.Kind kind, String origin, String name) {
        String reason = REFUSED.getOrDefault(name.toLowerCase(Locale.ROOT), UNKNOWN);
        String nearest = reason.equals(UNKNOWN) ? Nearest.of(name, names()) : "";
        return new ConfigProblem(kind, origin, name, reason, "", nearest);
    }
}
