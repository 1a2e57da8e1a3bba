package dev.larder.server.config;

import java.nio.file.Path;
import java.util.List;

/// A directory, shown as an absolute path and kept as it was written.
record WorkingDirectoryType() implements ValueType<String> {
    /// The directory the process was started in: the default of such a setting.
    static final String HERE = ".";

    @Override
    public String parse(List<String> words, String current) {
        String word = words.getFirst();
        return print(word).equals(print(current)) ? current : word;
    }

    @Override
    public String print(String value) {
        Path path = Path.of(ConfigFile.nativeText(value));
        return path.toAbsolutePath().normalize().toString();
    }

    @Override
    public List<String> lines(String value) {
        return List.of(Words.quote(value));
    }

    @Override
    public String expected() {
        return "a directory";
    }

    @Override
    public String kind() {
        return "directory";
    }
}
