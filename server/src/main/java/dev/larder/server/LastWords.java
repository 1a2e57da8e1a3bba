package dev.larder.server;

import dev.larder.server.check.InvariantViolation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The end of a process whose data cannot be trusted any more: one line in the log and a dump beside
/// it, no clean-up. A cache that starts empty is better than one that answers wrongly.
final class LastWords {
    private static final Logger LOG = LoggerFactory.getLogger(LastWords.class);

    /// The exit code: an internal software error, as sysexits.h has it.
    static final int EXIT_SOFTWARE = 70;

    private LastWords() {}

    /// Logs and dumps what is known of `violation`, and ends the process.
    static void haltAfter(InvariantViolation violation) {
        try {
            Path dump = dump(violation, Path.of(""));
            LOG.atError()
                    .addKeyValue("invariant", violation.invariant())
                    .addKeyValue("dump", dump.toAbsolutePath())
                    .log("the store is broken, stopping: please report this with the dump");
        } finally {
            Runtime.getRuntime().halt(EXIT_SOFTWARE);
        }
    }

    /// Writes what is known to a file in `directory`, or where temporary files go if that cannot be.
    static Path dump(InvariantViolation violation, Path directory) {
        String name = "dump-" + ProcessHandle.current().pid() + ".txt";
        Path dump = directory.resolve(name);
        if (!Files.isWritable(directory.toAbsolutePath())) {
            dump = Path.of(System.getProperty("java.io.tmpdir"), name);
        }
        try (var out = new PrintWriter(Files.newBufferedWriter(dump))) {
            violation.printStackTrace(out);
            for (Map.Entry<Thread, StackTraceElement[]> thread :
                    Thread.getAllStackTraces().entrySet()) {
                out.println();
                out.println(thread.getKey());
                for (StackTraceElement frame : thread.getValue()) {
                    out.println("    at " + frame);
                }
            }
        } catch (IOException failure) {
            LOG.atError().setCause(failure).log("no dump could be written");
        }
        return dump;
    }
}
