package dev.larder.server.config;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// How much memory there is for us: the least of the machine's own and the limits of the control
/// groups that the process is in, version 1 or 2.
///
/// A control group's limit binds all groups below it, so the walk goes from the process's own group
/// up to the root. In a container the root of the mounted tree is the container's own group, whatever
/// path the process is told to be at; so a path that does not exist there is taken as the root.
/// Where there is no `/proc` (not on Linux), the Java runtime is asked.
///
/// Sources: <https://docs.kernel.org/admin-guide/cgroup-v2.html>, memory.max;
/// <https://docs.kernel.org/admin-guide/cgroup-v1/memory.html>, memory.limit_in_bytes.
public final class MachineMemory {
    /// This machine.
    static final MachineMemory HERE = new MachineMemory(Path.of("/"));

    /// What the process takes beside the data: the Java heap, code, thread stacks, connection buffers.
    public static final long OVERHEAD_BYTES = 256L << 20;

    /// The least that is worth keeping data in.
    private static final long LIMIT_BYTES_MIN = 16L << 20;

    private static final long UNLIMITED = Long.MAX_VALUE;

    private final Path root;

    /// A machine whose `/proc` and `/sys` are found under `root`.
    MachineMemory(Path root) {
        this.root = root;
    }

    /// What is left for data: [#totalBytes] less [#OVERHEAD_BYTES].
    ///
    /// @throws IllegalStateException if that is too little to be of use
    long limitBytes() {
        long total = totalBytes();
        long limit = total - OVERHEAD_BYTES;
        if (limit < LIMIT_BYTES_MIN) {
            throw new IllegalStateException(
                    "too little memory: "
                            + BytesType.inUnits(total)
                            + " here, at least "
                            + BytesType.inUnits(OVERHEAD_BYTES + LIMIT_BYTES_MIN)
                            + " needed");
        }
        return limit;
    }

    /// What the machine has, or what the container allows if that is less.
    long totalBytes() {
        return Math.min(installedBytes(), groupLimitBytes());
    }

    /// [#limitBytes], but the least that is of use where it would be less.
    long limitBytesOrLeast() {
        return Math.max(totalBytes() - OVERHEAD_BYTES, LIMIT_BYTES_MIN);
    }

    private long installedBytes() {
        for (String line : lines(root.resolve("proc/meminfo"))) {
            String[] words = line.trim().split("\\s+", 0);
            if (words.length > 1 && words[0].equals("MemTotal:")) {
                return parsed(words[1], UNLIMITED >> 10) << 10;
            }
        }
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                .getTotalMemorySize();
    }

    private long groupLimitBytes() {
        long limit = UNLIMITED;
        for (String line : lines(root.resolve("proc/self/cgroup"))) {
            String[] fields = line.split(":", 3);
            if (fields.length < 3) {
                continue;
            }
            boolean unified = fields[0].equals("0") && fields[1].isEmpty();
            if (unified) {
                limit = Math.min(limit, least("sys/fs/cgroup", fields[2], "memory.max"));
            } else if (List.of(fields[1].split(",")).contains("memory")) {
                limit =
                        Math.min(
                                limit,
                                least("sys/fs/cgroup/memory", fields[2], "memory.limit_in_bytes"));
            }
        }
        return limit;
    }

    /// The least limit of the group at `path` in the tree at `tree` and of those above it.
    private long least(String tree, String path, String file) {
        Path top = root.resolve(tree);
        Path group = top.resolve(path.startsWith("/") ? path.substring(1) : path).normalize();
        if (!group.startsWith(top) || !Files.isDirectory(group)) {
            group = top;
        }
        long limit = UNLIMITED;
        while (group != null && group.startsWith(top)) {
            for (String line : lines(group.resolve(file))) {
                limit = Math.min(limit, parsed(line.trim(), UNLIMITED));
            }
            group = group.getParent();
        }
        return limit;
    }

    /// `word` as a number; anything else, such as `max`, is no limit.
    private static long parsed(String word, long otherwise) {
        try {
            long value = Long.parseLong(word);
            return value >= 0 ? Math.min(value, otherwise) : otherwise;
        } catch (NumberFormatException _) {
            return otherwise;
        }
    }

    /// The lines of a file that may not be there.
    private static List<String> lines(Path file) {
        try {
            return Files.isReadable(file)
                    ? Files.readAllLines(file, StandardCharsets.ISO_8859_1)
                    : List.of();
        } catch (IOException | UncheckedIOException _) {
            return List.of();
        }
    }
}
