package dev.larder.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// How many files, and so how many clients, the operating system lets the process have open.
final class Descriptors {
    /// Descriptors for everything that is not a client: listening sockets, event loops, the program
    /// itself, logs.
    private static final int OTHERS = 64;

    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String OPEN_FILES = "Max open files";

    private Descriptors() {}

    /// The most clients that can be connected at once; no bound where the system does not tell.
    static int clientsMax() {
        try {
            return clientsMax(Files.readAllLines(LIMITS));
        } catch (IOException unknown) {
            return Integer.MAX_VALUE;
        }
    }

    /// The same from the lines of `/proc/self/limits`.
    static int clientsMax(List<String> limits) {
        for (String line : limits) {
            if (line.startsWith(OPEN_FILES)) {
                String soft = line.substring(OPEN_FILES.length()).strip().split("\\s+", 2)[0];
                if (!soft.equals("unlimited")) {
                    long files = Long.parseLong(soft);
                    return Math.clamp(files - OTHERS, 1, Integer.MAX_VALUE);
                }
            }
        }
        return Integer.MAX_VALUE;
    }
}
