package dev.larder.server.config;

import dev.larder.protocol.bytes.Glob;
import dev.larder.server.config.SetResult.Applied;
import dev.larder.server.config.SetResult.Refused;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The settings in force: read by anybody at the cost of one volatile read, changed as a whole.
///
/// What is in force is one immutable snapshot behind one reference. A change makes the next snapshot,
/// lets those who follow the changed settings act on it, and only then publishes it: a reader never
/// sees a value that is taken back, nor one of two that belong together. Thread-safe.
public final class Settings {
    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);
    private static final Pattern GLOB_LETTERS = Pattern.compile("[*?\\[]");
    private static final String IMMUTABLE = "can't set immutable config";

    /// Values and what the server makes of them, always together.
    private record Snapshot(SettingValues values, LarderConfig config) {
        static Snapshot of(SettingValues values) {
            return new Snapshot(values, LarderConfig.read(values));
        }
    }

    private record Follower(Set<String> names, SettingsListener listener) {}

    private final Object changing = new Object();
    private final ConfigOrigin origin;

    // Published by the thread in `changing`, read by all.
    private volatile Snapshot snapshot;

    // Guarded by `changing`.
    private final List<Follower> followers = new ArrayList<>();

    Settings(SettingValues values, ConfigOrigin origin) {
        this.snapshot = Snapshot.of(values);
        this.origin = origin;
    }

    /// Every setting at its default, for tests and embedding.
    ///
    /// @param overrides settings that differ, by name
    /// @throws IllegalArgumentException if one is not valid
    public static Settings with(Map<String, String> overrides) {
        return switch (ConfigLoader.fromOverrides(overrides)) {
            case ConfigResult.Valid valid -> valid.settings();
            case ConfigResult.Invalid invalid ->
                    throw new IllegalArgumentException(invalid.problems().toString());
        };
    }

    /// What is in force now.
    public LarderConfig current() {
        return snapshot.config();
    }

    /// The file the settings were read from, if there was one.
    public Optional<Path> file() {
        return origin.file();
    }

    /// Whether `name` is a setting whose value must not be shown in logs.
    public static boolean isSensitive(String name) {
        return Directives.find(name).map(Directive::isSensitive).orElse(false);
    }

    /// Calls `listener` whenever one of `names` changes at run time.
    ///
    /// @throws IllegalArgumentException if a name is not a setting's
    public void onChange(List<String> names, SettingsListener listener) {
        for (String name : names) {
            if (Directives.find(name).isEmpty()) {
                throw new IllegalArgumentException("no such setting: " + name);
            }
        }
        synchronized (changing) {
            followers.add(new Follower(Set.copyOf(names), listener));
        }
    }

    /// The settings whose names match one of `patterns`, which are names or globs, in any case: what
    /// `CONFIG GET` replies. A name is answered as it was asked for.
    public Map<String, String> get(List<String> patterns) {
        SettingValues values = snapshot.values();
        var found = new LinkedHashMap<String, String>();
        for (String pattern : patterns) {
            if (GLOB_LETTERS.matcher(pattern).find()) {
                addMatches(pattern, values, found);
            } else {
                Directives.find(pattern)
                        .ifPresent(
                                directive -> found.putIfAbsent(pattern, values.print(directive)));
            }
        }
        return found;
    }

    private static void addMatches(
            String pattern, SettingValues values, Map<String, String> found) {
        byte[] glob = pattern.getBytes(StandardCharsets.ISO_8859_1);
        for (Directive<?> directive : Directives.ALL) {
            if (directive.isHidden()) {
                continue;
            }
            for (String name : directive.allNames()) {
                if (Glob.matches(glob, name.getBytes(StandardCharsets.ISO_8859_1), true)) {
                    found.putIfAbsent(name, values.print(directive));
                }
            }
        }
    }

    /// Changes all of the settings named, or none: what `CONFIG SET` does.
    ///
    /// @param local whether the client is on this machine, which protected settings may depend on
    public SetResult set(List<SettingChange> changes, boolean local) {
        synchronized (changing) {
            Snapshot before = snapshot;
            var draft = before.values().draft();
            try {
                List<Directive<?>> directives = find(changes, local);
                for (int index = 0; index < directives.size(); index++) {
                    change(draft, directives.get(index), changes.get(index).value());
                }
                Snapshot after = Snapshot.of(draft.freeze());
                apply(before, after, directives);
                snapshot = after;
                return new Applied();
            } catch (RefusedException refused) {
                return new Refused(refused.text());
            }
        }
    }

    private List<Directive<?>> find(List<SettingChange> changes, boolean local)
            throws RefusedException {
        var found = new ArrayList<Directive<?>>();
        var names = new HashSet<String>();
        for (SettingChange change : changes) {
            Directive<?> directive =
                    Directives.find(change.name())
                            .orElseThrow(() -> RefusedException.unknown(change.name()));
            if (directive.change() == Change.IMMUTABLE) {
                throw RefusedException.of(change.name(), IMMUTABLE);
            }
            if (directive.change() == Change.PROTECTED && !mayChangeProtected(local)) {
                throw RefusedException.of(change.name(), "can't set protected config");
            }
            if (!names.add(change.name().toLowerCase(Locale.ROOT))) {
                throw RefusedException.of(change.name(), "duplicate parameter");
            }
            found.add(directive);
        }
        return found;
    }

    private boolean mayChangeProtected(boolean local) {
        return switch (snapshot.values().get(SecurityDirectives.ENABLE_PROTECTED_CONFIGS)) {
            case NO -> false;
            case YES -> true;
            case LOCAL -> local;
        };
    }

    private static <T> void change(
            SettingValues.Draft draft, Directive<T> directive, String argument)
            throws RefusedException {
        List<String> words =
                directive.type().severalWords()
                        ? List.of(argument.split(" ", -1))
                        : List.of(argument);
        T current = draft.get(directive);
        try {
            T value = directive.parse(words, current);
            if (directive.change() == Change.AT_START && !value.equals(current)) {
                throw RefusedException.of(directive.name(), IMMUTABLE);
            }
            draft.put(directive, value);
        } catch (BadValueException bad) {
            throw RefusedException.of(directive.name(), bad.text());
        }
    }

    /// Lets the followers act, in the order in which they came; when one refuses, those before it go
    /// back, last first.
    private void apply(Snapshot before, Snapshot after, List<Directive<?>> directives)
            throws RefusedException {
        var acted = new ArrayList<Follower>();
        for (Follower follower : followers) {
            Optional<String> cause = firstChanged(follower, before, after, directives);
            if (cause.isEmpty()) {
                continue;
            }
            Optional<String> refusal = follower.listener().changed(before.config(), after.config());
            if (refusal.isPresent()) {
                undo(acted, before, after);
                throw RefusedException.of(cause.get(), refusal.get());
            }
            acted.add(follower);
        }
    }

    private static Optional<String> firstChanged(
            Follower follower, Snapshot before, Snapshot after, List<Directive<?>> directives) {
        return directives.stream()
                .filter(each -> follower.names().contains(each.name()))
                .filter(each -> !before.values().agree(after.values(), each))
                .map(Directive::name)
                .findFirst();
    }

    private static void undo(List<Follower> acted, Snapshot before, Snapshot after) {
        for (Follower follower : acted.reversed()) {
            follower.listener()
                    .changed(after.config(), before.config())
                    .ifPresent(reason ->
                            LOG.atWarn()
                                    .addKeyValue("settings", follower.names())
                                    .addKeyValue("reason", reason)
                                    .log("settings not restored after a refused change"));
        }
    }

    /// Writes what is in force to the file it came from: what `CONFIG REWRITE` does. Blocks on the
    /// disk.
    public RewriteResult rewrite() {
        synchronized (changing) {
            return new ConfigRewriter(snapshot.values(), origin).rewrite();
        }
    }

    /// A change that does not happen, with the text of its error reply.
    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private RefusedException(String text) {
            super(text, null, false, false);
        }

        static RefusedException of(String name, String reason) {
            return new RefusedException(
                    "CONFIG SET failed (possibly related to argument '" + name + "') - " + reason);
        }

        static RefusedException unknown(String name) {
            return new RefusedException(
                    "Unknown option or number of arguments for CONFIG SET - '" + name + "'");
        }

        String text() {
            return String.valueOf(getMessage());
        }
    }
}
