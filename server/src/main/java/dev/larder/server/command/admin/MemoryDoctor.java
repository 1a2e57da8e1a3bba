package dev.larder.server.command.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the memory's figures suggest, in words. Small stores are not judged: their ratios say nothing.
final class MemoryDoctor {
    private static final long JUDGED_BYTES_MIN = 5L << 20;
    private static final long SLACK_BYTES_MIN = 10L << 20;
    private static final double PEAK_RATIO_MAX = 1.5;
    private static final double SLACK_RATIO_MAX = 1.4;
    private static final double HEAP_SHARE_MAX = 0.85;
    private static final long CLIENT_BYTES_MAX = 200L << 10;
    private static final long EVICTION_AGE_MS_MIN = 60_000;

    private final MemoryPicture memory;
    private final List<String> findings = new ArrayList<>();

    private MemoryDoctor(MemoryPicture memory) {
        this.memory = memory;
    }

    static String report(MemoryPicture memory, int clients) {
        var doctor = new MemoryDoctor(memory);
        doctor.judgeProcess(clients);
        if (memory.usedBytes() >= JUDGED_BYTES_MIN) {
            doctor.judgeStore();
        } else if (doctor.findings.isEmpty()) {
            return "There is next to nothing in the store: its figures say nothing yet.\n";
        }
        if (doctor.findings.isEmpty()) {
            return "Nothing is wrong with the memory.\n";
        }
        var report = new StringBuilder("Something about the memory deserves a look:\n\n");
        doctor.findings.forEach(line -> report.append("- ").append(line).append('\n'));
        return report.toString();
    }

    private void judgeProcess(int clients) {
        if (memory.clientBytes() / Math.max(1, clients) > CLIENT_BYTES_MAX) {
            add(
                    "Clients have %s waiting in their buffers, more than 200 KiB each. CLIENT LIST"
                            + " shows whose (qbuf, omem); client-output-buffer-limit bounds it.",
                    Bytes.human(memory.clientBytes()));
        }
        if (memory.heapBytes() > memory.heapMaxBytes() * HEAP_SHARE_MAX) {
            add(
                    "%s of the %s of Java heap are in use. It holds connections and statistics, not"
                            + " entries: fewer clients, or a larger -Xmx in LARDER_JAVA_OPTS.",
                    Bytes.human(memory.heapBytes()), Bytes.human(memory.heapMaxBytes()));
        }
    }

    private void judgeStore() {
        if (memory.peakBytes() > memory.usedBytes() * PEAK_RATIO_MAX) {
            add(
                    "At its peak the store took %s, now %s. What is not needed any more has been"
                            + " given back to the system; nothing needs to be done.",
                    Bytes.human(memory.peakBytes()), Bytes.human(memory.usedBytes()));
        }
        if (memory.allocatorRatio() > SLACK_RATIO_MAX
                && memory.allocatorSlackBytes() > SLACK_BYTES_MIN) {
            add(
                    "Pages of %s hold %s. They are evacuated in the background as room is needed;"
                            + " MEMORY MALLOC-STATS shows which sizes have holes.",
                    Bytes.human(memory.usedBytes()), Bytes.human(memory.store().usedBytes()));
        }
        long age = memory.store().evictionAgeMs();
        if (age > 0 && age < EVICTION_AGE_MS_MIN) {
            add(
                    "Entries are evicted %d s after their last use: the store is too small for what"
                            + " is asked of it, unless most of that is asked once.",
                    age / 1000);
        }
    }

    private void add(String line, Object... words) {
        findings.add(String.format(Locale.ROOT, line, words));
    }
}
