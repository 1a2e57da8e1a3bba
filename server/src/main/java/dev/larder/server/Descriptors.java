package dev.larder.server;

import dev.larder.server.config.SettingChange;
import dev.larder.server.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How many files, and so how many clients, the operating system lets the process have open.
final class Descriptors {
    private static final Logger LOG = LoggerFactory.getLogger(Descriptors.class);

    /// Descriptors for everything that is not a client: listening sockets, the program itself, logs.
    private static final int OTHERS = 64;

    /// Descriptors of one event loop.
    private static final int LOOP = 4;

    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String OPEN_FILES = "Max open files";

    private Descriptors() {}

    /// Lowers `maxclients` to what is possible, and says so: a client beyond that could not be told that
    /// there are too many, it would just wait.
    static void fit(Settings settings) {
        int wanted = settings.current().clients().countMax();
        int possible = clientsMax(settings.current().listen().ioThreads());
        if (wanted > possible) {
            var change = new SettingChange("maxclients", Integer.toString(possible));
            settings.set(List.of(change), true);
            LOG.atWarn()
                    .addKeyValue("maxclients", possible)
                    .addKeyValue("wanted", wanted)
                    .log("maxclients lowered: the limit on open files (ulimit -n) allows no more");
        }
    }

    /// The most clients that can be connected at once beside so many event loops; no bound where the
    /// system does not tell.
    static int clientsMax(int loops) {
        try {
            return clientsMax(Files.readAllLines(LIMITS), loops);
        } catch (IOException unknown) {
            return Integer.MAX_VALUE;
        }
    }

    /// The same from the lines of `/proc/self/limits`.
    static int clientsMax(List<String> limits, int loops) {
        for (String line : limits) {
            if (line.startsWith(OPEN_FILES)) {
                String soft = line.substring(OPEN_FILES.length()).strip().split("\\s+", 2)[0];
                if (!soft.equals("unlimited")) {
                    long files = Long.parseLong(soft);
                    return Math.clamp(files - OTHERS - (long) LOOP * loops, 1, Integer.MAX_VALUE);
                }
            }
        }
        return Integer.MAX_VALUE;
    }
}
