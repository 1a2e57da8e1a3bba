package dev.larder.server.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// The project's own sources, parsed (not compiled) by the compiler that builds them.
///
/// The tree is found by walking up from the working directory, so tests see it from any module
/// and from an IDE.
public final class SourceTree {
    private static final List<String> MODULES = List.of("protocol", "client", "server");

    private static final JavaCompiler COMPILER =
            Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "tests run on a JDK");

    private final Path root;
    private final List<SourceFile> files;

    private SourceTree(Path root, List<SourceFile> files) {
        this.root = root;
        this.files = files;
    }

    /// Reads and parses every Java file of every module; a few hundred milliseconds.
    static SourceTree read() {
        Path root = findRoot();
        var paths = new ArrayList<Path>();
        for (String module : MODULES) {
            paths.addAll(filesUnder(root.resolve(module).resolve("src"), ".java"));
        }
        return new SourceTree(root, parse(root, paths));
    }

    /// The directory that holds all of the project.
    public static Path findRoot() {
        for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
            if (Files.isRegularFile(dir.resolve("larder"))
                    && Files.isDirectory(dir.resolve("protocol"))) {
                return dir;
            }
        }
        throw new IllegalStateException("not inside the project: " + Path.of("").toAbsolutePath());
    }

    List<SourceFile> all() {
        return files;
    }

    /// What ships: the files below `src/main`.
    List<SourceFile> main() {
        return files.stream().filter(file -> file.path().contains("/src/main/")).toList();
    }

    Path root() {
        return root;
    }

    /// All regular files below `dir` whose names end in `suffix`, in the order of their names.
    static List<Path> filesUnder(Path dir, String suffix) {
        if (!Files.isDirectory(dir)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(dir)) {
            return walk.filter(Files::isRegularFile)
                    .filter(path -> path.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A file that exists in memory only, as if it stood at `path`: for the tests of the rules.
    static SourceFile parse(String path, String text) {
        var source =
                new SimpleJavaFileObject(URI.create("string:///" + path), Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return text;
                    }
                };
        return parse(List.of(source), unit -> new Named(path, text)).getFirst();
    }

    private static List<SourceFile> parse(Path root, List<Path> paths) {
        try (StandardJavaFileManager manager = COMPILER.getStandardFileManager(null, null, UTF_8)) {
            return parse(
                    manager.getJavaFileObjectsFromPaths(paths),
                    unit -> {
                        Path path = Path.of(unit.getSourceFile().toUri());
                        String name = root.relativize(path).toString().replace('\\', '/');
                        return new Named(name, text(path));
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<SourceFile> parse(
            Iterable<? extends JavaFileObject> sources,
            Function<CompilationUnitTree, Named> names) {
        var task = (JavacTask) COMPILER.getTask(null, null, null, null, null, sources);
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        var files = new ArrayList<SourceFile>();
        try {
            for (CompilationUnitTree unit : task.parse()) {
                Named named = names.apply(unit);
                files.add(new SourceFile(named.path(), named.text(), unit, positions));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private record Named(String path, String text) {}

    /// One parsed file.
    ///
    /// @param path relative to the project's root, with `/`
    record SourceFile(
            String path, String text, CompilationUnitTree unit, SourcePositions positions) {
        List<String> lines() {
            return text.lines().toList();
        }

        int firstLine(Tree tree) {
            return line(positions.getStartPosition(unit, tree));
        }

        int lastLine(Tree tree) {
            return line(positions.getEndPosition(unit, tree));
        }

        private int line(long position) {
            LineMap map = unit.getLineMap();
            return (int) map.getLineNumber(position);
        }
    }
}
