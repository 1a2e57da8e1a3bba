package dev.larder.server.config;

import dev.larder.server.config.ConfigProblem.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Puts the settings together from the sources it is given, each over those before: a file, then the
/// environment, then options. Collects every problem instead of stopping at the first.
public final class ConfigLoader {
    private static final String ENVIRONMENT = "environment";
    private static final String OPTIONS = "options";
    private static final String PREFIX = "LARDER_";

    /// Variables that the launcher reads.
    private static final Set<String> LAUNCHER_VARIABLES =
            Set.of("LARDER_JAVA_HOME", "LARDER_JAVA_OPTS", "LARDER_AOT");

    /// What Kubernetes and Docker links put into the environment of a container when a service is
    /// called `larder`: addresses, not settings. `LARDER_PORT=tcp://10.0.0.1:6379` is among them.
    private static final Pattern SERVICE_VARIABLE =
            Pattern.compile(".*(_SERVICE_(HOST|PORT)(_.*)?|_PORT_\\d+_(TCP|UDP|SCTP)(_.*)?)");

    private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    /// A character that stands for bytes which the system could not turn into text.
    private static final char REPLACEMENT = '\ufffd';

    private final SettingValues.Draft values = SettingValues.defaults().draft();
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private ConfigOrigin origin = ConfigOrigin.NONE;

    /// A loader that knows the defaults only.
    public ConfigLoader() {}

    /// Settings that differ from the defaults as `overrides` says.
    static ConfigResult fromOverrides(Map<String, String> overrides) {
        var loader = new ConfigLoader();
        var options = new ArrayList<String>();
        overrides.forEach((name, value) -> options.add(OptionList.MARK + name + "=" + value));
        loader.options(OptionList.parse(options));
        return loader.finish();
    }

    /// Reads `file` and what it includes.
    public void file(Path file) {
        var read = new ConfigFile(file);
        problems.addAll(read.problems());
        assign(read.assignments());
        origin = ConfigOrigin.of(file.toAbsolutePath().normalize(), read.included());
    }

    /// Reads the variables that begin with `LARDER_`: `LARDER_MAX_ENTRIES` for `max-entries`.
    public void environment(Map<String, String> variables) {
        var assignments = new ArrayList<Assignment>();
        for (var variable : new TreeMap<>(variables).entrySet()) {
            String name = variable.getKey();
            if (name.startsWith(PREFIX) && !isForOthers(name, variable.getValue())) {
                variable(name, variable.getValue(), assignments);
            }
        }
        assign(assignments);
    }

    private static boolean isForOthers(String name, String value) {
        return LAUNCHER_VARIABLES.contains(name)
                || SERVICE_VARIABLE.matcher(name).matches()
                || SERVICE_ADDRESS.matcher(value).matches();
    }

    private void variable(String name, String value, List<Assignment> assignments) {
        String key = name.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-');
        var directive = Directives.find(key);
        if (directive.isPresent()) {
            assignValue(ENVIRONMENT, name, directive.get(), value, assignments);
            return;
        }
        String nearest = Nearest.of(key, Directives.names());
        if (nearest.isEmpty()) {
            warnings.add(ENVIRONMENT + ": " + name + ": names no setting and is ignored");
            return;
        }
        String meant = Directives.find(nearest).map(Directive::variable).orElse(nearest);
        problems.add(
                new ConfigProblem(Kind.SETTING, ENVIRONMENT, name, "names no setting", "", meant));
    }

    /// Reads settings written as options.
    public void options(OptionList options) {
        var assignments = new ArrayList<Assignment>();
        for (OptionList.Option option : options.options()) {
            Optional<Directive<?>> directive = option.directive();
            if (directive.isEmpty()) {
                unknownOption(option.key());
            } else if (option.hasValue()) {
                assignValue(OPTIONS, option.key(), directive.get(), option.value(), assignments);
            } else {
                missingValue(option.key(), directive.get());
            }
        }
        assign(assignments);
    }

    private void unknownOption(String key) {
        String name = key.replaceFirst("^-+", "");
        ConfigProblem unknown = Directives.unknown(Kind.USAGE, OPTIONS, name);
        String suggestion =
                unknown.suggestion().isEmpty() ? "" : OptionList.MARK + unknown.suggestion();
        String reason =
                unknown.reason().equals(Directives.UNKNOWN) ? "unknown option" : unknown.reason();
        problems.add(new ConfigProblem(Kind.USAGE, OPTIONS, key, reason, "", suggestion));
    }

    private void missingValue(String key, Directive<?> directive) {
        problems.add(
                new ConfigProblem(
                        Kind.USAGE,
                        OPTIONS,
                        key,
                        "the value is missing",
                        directive.type().expected(),
                        ""));
    }

    private void assignValue(
            String source,
            String key,
            Directive<?> directive,
            String value,
            List<Assignment> assignments) {
        if (value.indexOf(REPLACEMENT) >= 0) {
            problems.add(
                    new ConfigProblem(
                            Kind.SETTING,
                            source,
                            key,
                            "the value is not valid text in this locale",
                            "",
                            ""));
            return;
        }
        String bytes =
                new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        try {
            List<String> words =
                    directive.type().severalWords() ? Words.split(bytes) : List.of(bytes);
            assignments.add(
                    new Assignment(source, key, directive, words.isEmpty() ? List.of("") : words));
        } catch (BadValueException unbalanced) {
            problems.add(problem(new Assignment(source, key, directive, List.of()), unbalanced));
        }
    }

    /// Puts the values of one source over what is there.
    private void assign(List<Assignment> assignments) {
        var seen = new HashSet<String>();
        for (Assignment assignment : assignments) {
            assign(assignment, assignment.directive(), seen.add(assignment.directive().name()));
        }
    }

    private <T> void assign(Assignment assignment, Directive<T> directive, boolean first) {
        T current = values.get(directive);
        try {
            T value =
                    first
                            ? directive.parse(assignment.words(), current)
                            : directive.parseNext(assignment.words(), current);
            values.put(directive, value);
            if (!directive.hasEffect() && !value.equals(directive.defaultValue())) {
                warnings.add(
                        assignment.origin()
                                + ": "
                                + assignment.key()
                                + ": accepted without effect: "
                                + directive.doc());
            }
        } catch (BadValueException bad) {
            problems.add(problem(assignment, bad));
        }
    }

    private static ConfigProblem problem(Assignment assignment, BadValueException bad) {
        boolean comment = assignment.words().stream().anyMatch(word -> word.startsWith("#"));
        String hint = comment ? " (a comment needs a line of its own)" : "";
        Directive<?> directive = assignment.directive();
        return new ConfigProblem(
                Kind.SETTING,
                assignment.origin(),
                assignment.key(),
                bad.reason() + hint,
                directive.change() == Change.FIXED ? "" : directive.type().expected(),
                bad.suggestion());
    }

    /// The settings, or the problems met on the way.
    public ConfigResult finish() {
        for (Directive<?> directive : Directives.ALL) {
            resolve(directive);
        }
        MemoryDirectives.settle(values);
        MemoryDirectives.tooLittle(values).ifPresent(problems::add);
        MemoryDirectives.tooMuch(values, MachineMemory.HERE).ifPresent(warnings::add);
        return problems.isEmpty()
                ? new ConfigResult.Valid(
                        new Settings(values.freeze(), origin), List.copyOf(warnings))
                : new ConfigResult.Invalid(List.copyOf(problems));
    }

    private <T> void resolve(Directive<T> directive) {
        try {
            values.put(directive, directive.type().resolved(values.get(directive)));
        } catch (BadValueException impossible) {
            problems.add(
                    new ConfigProblem(
                            Kind.SETTING,
                            "defaults",
                            directive.name(),
                            impossible.reason(),
                            directive.type().expected(),
                            ""));
        }
    }
}
