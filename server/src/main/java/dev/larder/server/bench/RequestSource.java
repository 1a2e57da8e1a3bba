package dev.larder.server.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.larder.protocol.bytes.Ascii;
import java.util.SplittableRandom;

/// The requests that one thread sends: drawn and spelled one after the other, without allocating. What is
/// the same in all of them is spelled beforehand.
final class RequestSource {
    private static final byte[] PING = "*1\r\n$4\r\nPING\r\n".getBytes(US_ASCII);
    private static final byte[] LIFETIME = "\r\n$2\r\nPX\r\n$".getBytes(US_ASCII);
    private static final String COUNTED = "count:";

    /// Headers, digits and line ends beyond what heads, keys and values take.
    private static final int SLACK_BYTES = 64;

    private final Load load;
    private final ValuePool pool;
    private final SplittableRandom random;
    private final KeyChoice choice;
    private final int thread;
    private final byte[] set;
    private final byte[] setWithLifetime;
    private final byte[] get;
    private final byte[] incr;
    private final byte[] mget;
    private final byte[] mgetKey;

    private double elapsed;
    private long created;

    private Operation kind = Operation.PING;
    private long valueHash;
    private int valueBytes;

    RequestSource(Load load, ValuePool pool, int thread) {
        this.load = load;
        this.pool = pool;
        this.thread = thread;
        this.random = new SplittableRandom(ValuePool.scatter(load.seed() * 31 + thread));
        this.choice =
                load.keys()
                        .distribution()
                        .choice(load.keys().count(), thread, load.drive().threads());
        String key = keyHead(load.keys().prefix());
        this.set = ("*3\r\n$3\r\nSET\r\n" + key).getBytes(US_ASCII);
        this.setWithLifetime = ("*5\r\n$3\r\nSET\r\n" + key).getBytes(US_ASCII);
        this.get = ("*2\r\n$3\r\nGET\r\n" + key).getBytes(US_ASCII);
        this.incr =
                ("*2\r\n$4\r\nINCR\r\n" + keyHead(load.keys().prefix() + COUNTED))
                        .getBytes(US_ASCII);
        this.mget = ("*" + (1 + load.mgetKeys()) + "\r\n$4\r\nMGET\r\n").getBytes(US_ASCII);
        this.mgetKey = key.getBytes(US_ASCII);
    }

    private static String keyHead(String prefix) {
        return "$" + (prefix.length() + KeySpace.DIGITS) + "\r\n" + prefix;
    }

    /// How much of the run has passed, 0 to 1: for keys that grow and sizes that shift.
    void elapsed(double share) {
        elapsed = share;
    }

    /// Decides what the next request is, and returns how many bytes it takes at most.
    int draw() {
        kind = load.workload().next(random);
        return switch (kind) {
            case SET -> {
                valueHash = ValuePool.scatter(load.values().variety().next(random));
                valueBytes = load.values().sizes().bytes(valueHash, elapsed);
                yield set.length + KeySpace.DIGITS + valueBytes + SLACK_BYTES;
            }
            case GET -> get.length + SLACK_BYTES;
            case INCR -> incr.length + SLACK_BYTES;
            case MGET -> mget.length + load.mgetKeys() * (mgetKey.length + KeySpace.DIGITS + 2);
            case PING -> PING.length;
        };
    }

    /// Spells the request into `array` at `at`, and returns where it ends.
    int write(byte[] array, int at) {
        return switch (kind) {
            case SET -> set(array, at);
            case GET -> lineEnd(array, digits(key(false), array, put(get, array, at)));
            case INCR -> lineEnd(array, digits(key(false), array, put(incr, array, at)));
            case MGET -> mget(array, at);
            case PING -> put(PING, array, at);
        };
    }

    private int set(byte[] array, int at) {
        long ms = load.values().lifetimes().next(random);
        int end = put(ms == 0 ? set : setWithLifetime, array, at);
        end = lineEnd(array, digits(key(true), array, end));
        array[end] = '$';
        end = lineEnd(array, Ascii.writeLong(array, end + 1, valueBytes));
        end = pool.write(valueHash, valueBytes, array, end);
        if (ms != 0) {
            end = put(LIFETIME, array, end);
            end = lineEnd(array, Ascii.writeLong(array, end, Ascii.digits(ms)));
            end = Ascii.writeLong(array, end, ms);
        }
        return lineEnd(array, end);
    }

    private int mget(byte[] array, int at) {
        int end = put(mget, array, at);
        for (int i = 0; i < load.mgetKeys(); i++) {
            end = lineEnd(array, digits(key(false), array, put(mgetKey, array, end)));
        }
        return end;
    }

    private long key(boolean written) {
        long drawn = choice.next(random);
        if (!load.keys().grows()) {
            return drawn;
        }
        double share = Math.min(1, elapsed);
        long newest = created * load.drive().threads() + thread;
        if (written && newest < load.keys().count() * share) {
            created++;
            return newest;
        }
        return (long) (drawn * share);
    }

    private static int put(byte[] bytes, byte[] array, int at) {
        System.arraycopy(bytes, 0, array, at, bytes.length);
        return at + bytes.length;
    }

    private static int digits(long number, byte[] array, int at) {
        long rest = number;
        for (int i = at + KeySpace.DIGITS - 1; i >= at; i--) {
            long quotient = rest / 10;
            array[i] = (byte) ('0' + (rest - quotient * 10));
            rest = quotient;
        }
        return at + KeySpace.DIGITS;
    }

    private static int lineEnd(byte[] array, int at) {
        array[at] = '\r';
        array[at + 1] = '\n';
        return at + 2;
    }
}
