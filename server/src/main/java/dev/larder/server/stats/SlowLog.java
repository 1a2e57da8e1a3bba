package dev.larder.server.stats;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// The last commands that took longer than `slowlog-log-slower-than`, newest first.
///
/// The caller asks [#isSlow] after every command, which is one volatile read and a comparison; only
/// a slow command pays for a copy of its arguments. An entry keeps at most [#ARGUMENTS_MAX] arguments
/// of [#ARGUMENT_BYTES_MAX] bytes and says how much it left out, as in Redis.
public final class SlowLog {
    /// Arguments kept of one command; the last place then says how many are missing.
    static final int ARGUMENTS_MAX = 32;

    /// Bytes kept of one argument, before the words that say how many are missing.
    static final int ARGUMENT_BYTES_MAX = 128;

    private static final int LENGTH_DEFAULT = 128;
    private static final long SLOWER_THAN_DEFAULT_MICROS = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private volatile long slowNanos = SLOWER_THAN_DEFAULT_MICROS * 1000;

    // Guarded by lock.
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private int lengthMax = LENGTH_DEFAULT;
    private long nextId;

    /// The arguments of a request, borrowed for the time of a call.
    public interface Request {
        /// How many arguments there are, the command's name included.
        int count();

        /// How many bytes the argument at `index` has.
        long length(int index);

        /// Copies the first `count` bytes of the argument at `index` to the beginning of `to`.
        void copy(int index, byte[] to, int count);
    }

    /// One slow command.
    ///
    /// @param id grows by one from entry to entry, also over a reset
    /// @param unixSeconds when it ran
    /// @param micros how long it ran, in microseconds
    /// @param arguments the command and its arguments, shortened
    /// @param address the client's address and port
    /// @param name the client's name, or an empty string
    public record Entry(
            long id,
            long unixSeconds,
            long micros,
            List<byte[]> arguments,
            String address,
            String name) {}

    /// Whether a command that ran for `nanos` belongs into the log. Allocates nothing.
    public boolean isSlow(long nanos) {
        return nanos >= slowNanos;
    }

    /// Adds a command; call it when [#isSlow]. Copies what it keeps of `request`.
    public void add(long unixSeconds, long nanos, Request request, String address, String name) {
        List<byte[]> arguments = shortened(request);
        lock.lock();
        try {
            long id = nextId++;
            entries.addFirst(new Entry(id, unixSeconds, nanos / 1000, arguments, address, name));
            trim();
        } finally {
            lock.unlock();
        }
    }

    /// The newest `count` entries, newest first; all of them if `count` is negative.
    public List<Entry> newest(long count) {
        lock.lock();
        try {
            var newest = new ArrayList<Entry>();
            Iterator<Entry> iterator = entries.iterator();
            while (iterator.hasNext() && (count < 0 || newest.size() < count)) {
                newest.add(iterator.next());
            }
            return newest;
        } finally {
            lock.unlock();
        }
    }

    /// How many entries there are.
    public int length() {
        lock.lock();
        try {
            return entries.size();
        } finally {
            lock.unlock();
        }
    }

    /// Empties the log.
    public void reset() {
        lock.lock();
        try {
            entries.clear();
        } finally {
            lock.unlock();
        }
    }

    /// Sets the threshold in microseconds: 0 logs every command, a negative one none.
    public void slowerThanMicros(long micros) {
        boolean ever = micros >= 0 && micros <= Long.MAX_VALUE / 1000;
        slowNanos = ever ? micros * 1000 : Long.MAX_VALUE;
    }

    /// Sets how many entries are kept; the oldest beyond it go at once.
    public void maxLength(int length) {
        lock.lock();
        try {
            lengthMax = length;
            trim();
        } finally {
            lock.unlock();
        }
    }

    private void trim() {
        while (entries.size() > lengthMax) {
            entries.removeLast();
        }
    }

    private static List<byte[]> shortened(Request request) {
        int count = request.count();
        int kept = Math.min(count, ARGUMENTS_MAX);
        var arguments = new ArrayList<byte[]>(kept);
        for (int index = 0; index < kept; index++) {
            if (kept < count && index == kept - 1) {
                arguments.add(ascii("... (" + (count - kept + 1) + " more arguments)"));
            } else {
                arguments.add(shortened(request, index));
            }
        }
        return List.copyOf(arguments);
    }

    private static byte[] shortened(Request request, int index) {
        long length = request.length(index);
        if (length <= ARGUMENT_BYTES_MAX) {
            byte[] whole = new byte[(int) length];
            request.copy(index, whole, whole.length);
            return whole;
        }
        byte[] missing = ascii("... (" + (length - ARGUMENT_BYTES_MAX) + " more bytes)");
        byte[] shortened = new byte[ARGUMENT_BYTES_MAX];
        request.copy(index, shortened, ARGUMENT_BYTES_MAX);
        shortened = Arrays.copyOf(shortened, ARGUMENT_BYTES_MAX + missing.length);
        System.arraycopy(missing, 0, shortened, ARGUMENT_BYTES_MAX, missing.length);
        return shortened;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
