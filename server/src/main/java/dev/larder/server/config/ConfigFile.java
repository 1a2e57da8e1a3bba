package dev.larder.server.config;

import dev.larder.server.config.ConfigProblem.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads a configuration file and those that it includes, line by line.
///
/// A line is empty, a comment (its first character that is no blank is `#`), `include FILE` or a
/// setting with its value. An included file's lines stand where the `include` stands; its name is
/// relative to the including file, and its last part may be a pattern, whose matches come in order
/// of their names.
final class ConfigFile {
    private static final int INCLUDE_DEPTH_MAX = 16;
    private static final long FILE_BYTES_MAX = 4L << 20;
    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

    private final List<Assignment> assignments = new ArrayList<>();
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final Set<String> included = new HashSet<>();

    /// Reads `file`; what comes of it is in [#assignments] and [#problems].
    ConfigFile(Path file) {
        read(file, file.toString(), 0);
    }

    List<Assignment> assignments() {
        return assignments;
    }

    List<ConfigProblem> problems() {
        return problems;
    }

    /// The names of the settings that included files set.
    Set<String> included() {
        return included;
    }

    private void read(Path file, String origin, int depth) {
        List<String> lines;
        try {
            lines = lines(file);
        } catch (IOException unreadable) {
            Kind kind = depth == 0 ? Kind.INPUT : Kind.SETTING;
            report(kind, origin, depth == 0 ? "" : "include", cannotRead(file, unreadable));
            return;
        }
        for (int index = 0; index < lines.size(); index++) {
            String line = lines.get(index).strip();
            if (!line.isEmpty() && line.charAt(0) != '#') {
                readLine(file, file + ":" + (index + 1), line, depth);
            }
        }
    }

    /// The lines of `file`, one character a byte.
    static List<String> lines(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("is a directory");
        }
        try (var input = Files.newInputStream(file)) {
            byte[] bytes = input.readNBytes((int) FILE_BYTES_MAX + 1);
            if (bytes.length > FILE_BYTES_MAX) {
                throw new IOException("is larger than " + BytesType.inUnits(FILE_BYTES_MAX));
            }
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            return (text.startsWith(BYTE_ORDER_MARK) ? text.substring(3) : text).lines().toList();
        }
    }

    private static String cannotRead(Path file, IOException unreadable) {
        String why =
                switch (unreadable) {
                    case NoSuchFileException _ -> "there is no such file";
                    case AccessDeniedException _ -> "permission denied";
                    default -> String.valueOf(unreadable.getMessage());
                };
        return "cannot read " + file + ": " + why;
    }

    private void readLine(Path file, String origin, String line, int depth) {
        List<String> words;
        try {
            words = Words.split(line);
        } catch (BadValueException unbalanced) {
            report(Kind.SETTING, origin, line.split("\\s", 2)[0], unbalanced.reason());
            return;
        }
        String key = words.getFirst();
        List<String> values = words.subList(1, words.size());
        if (key.equalsIgnoreCase("include")) {
            include(file, origin, values, depth);
            return;
        }
        var directive = Directives.find(key);
        if (directive.isEmpty()) {
            problems.add(Directives.unknown(Kind.SETTING, origin, key));
            return;
        }
        assignments.add(new Assignment(origin, key, directive.get(), values));
        if (depth > 0) {
            included.add(directive.get().name());
        }
    }

    private void include(Path file, String origin, List<String> names, int depth) {
        if (names.size() != 1) {
            report(Kind.SETTING, origin, "include", "one file name is needed");
            return;
        }
        if (depth == INCLUDE_DEPTH_MAX) {
            report(
                    Kind.SETTING,
                    origin,
                    "include",
                    "files include each other more than " + INCLUDE_DEPTH_MAX + " deep");
            return;
        }
        try {
            Path named = Path.of(nativeText(names.getFirst()));
            Path target = file.toAbsolutePath().resolveSibling(named);
            for (Path each : matches(named.isAbsolute() ? named : target)) {
                read(each, origin, depth + 1);
            }
        } catch (InvalidPathException | IOException | DirectoryIteratorException bad) {
            report(Kind.SETTING, origin, "include", String.valueOf(bad.getMessage()));
        }
    }

    /// `path`, or the files it matches if its last part is a pattern.
    private static List<Path> matches(Path path) throws IOException {
        Path name = path.getFileName();
        Path directory = path.getParent();
        if (name == null || directory == null || !isPattern(name.toString())) {
            return List.of(path);
        }
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        var matches = new ArrayList<Path>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, name.toString())) {
            files.forEach(matches::add);
        }
        matches.sort(null);
        return matches;
    }

    private static boolean isPattern(String name) {
        return name.chars().anyMatch(letter -> letter == '*' || letter == '?' || letter == '[');
    }

    /// Text of one character a byte as the system's file names have it.
    static String nativeText(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private void report(Kind kind, String origin, String key, String reason) {
        problems.add(new ConfigProblem(kind, origin, key, reason, "", ""));
    }
}
