package dev.larder.server.stats;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the process takes from the machine at a moment, as the kernel reckons it.
///
/// @param residentBytes memory resident now; 0 where the system does not tell
/// @param residentPeakBytes the most that ever was
/// @param userSeconds processor time spent in the process itself
/// @param systemSeconds processor time that the kernel spent for it
public record ProcessUsage(
        long residentBytes, long residentPeakBytes, double userSeconds, double systemSeconds) {
    /// What is known where there is no `/proc`.
    static final ProcessUsage UNKNOWN = new ProcessUsage(0, 0, 0, 0);

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path STAT = Path.of("/proc/self/stat");

    /// The kernel tells times in hundredths of a second, whatever its own clock (`USER_HZ`).
    private static final double TICKS_PER_SECOND = 100;

    // Fields of /proc/self/stat after the name in brackets, see proc(5): the third field is the
    // first.
    private static final int USER_TICKS = 14 - 3;
    private static final int SYSTEM_TICKS = 15 - 3;

    /// Asks the kernel. Reads two small files; for cold code.
    public static ProcessUsage now() {
        try {
            String status = Files.readString(STATUS, StandardCharsets.ISO_8859_1);
            String stat = Files.readString(STAT, StandardCharsets.ISO_8859_1);
            return of(status, stat);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    static ProcessUsage of(String status, String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", 0);
        return new ProcessUsage(
                kibibytes(status, "VmRSS:") * 1024,
                kibibytes(status, "VmHWM:") * 1024,
                Long.parseLong(fields[USER_TICKS]) / TICKS_PER_SECOND,
                Long.parseLong(fields[SYSTEM_TICKS]) / TICKS_PER_SECOND);
    }

    private static long kibibytes(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip().split(" ", 2)[0])
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }
}
