package dev.larder.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file that says which process the server is, as long as it runs.
final class PidFile {
    private static final Logger LOG = LoggerFactory.getLogger(PidFile.class);

    private final String name;

    private PidFile(String name) {
        this.name = name;
    }

    /// Writes this process's id to the file called `name`; does nothing if that is empty.
    static PidFile write(String name) throws IOException {
        if (!name.isEmpty()) {
            Files.writeString(Path.of(name), ProcessHandle.current().pid() + "\n");
        }
        return new PidFile(name);
    }

    /// Deletes the file, if there is one. Any thread; again does nothing.
    void delete() {
        if (name.isEmpty()) {
            return;
        }
        try {
            Files.deleteIfExists(Path.of(name));
        } catch (IOException | UncheckedIOException failure) {
            LOG.atWarn()
                    .addKeyValue("file", name)
                    .addKeyValue("reason", failure.getMessage())
                    .log("pid file not deleted");
        }
    }
}
