package dev.larder.server.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Counts the replies (RESP2) of one connection without looking at what is in them: values are skipped,
/// wherever reads cut them. Allocates nothing but for errors.
final class ReplyCounter {
    private static final int ERROR_BYTES_MAX = 120;

    /// What the next byte is.
    private enum State {
        TYPE,
        LINE,
        NUMBER,
        BODY
    }

    private final ReplyTally tally;
    private final byte[] error = new byte[ERROR_BYTES_MAX];
    private int errorBytes;

    private State state = State.TYPE;
    private byte type;
    private long number;
    private boolean negative;

    /// Bytes of a value, and its line end, that are still to come.
    private long body;

    /// Parts of the current reply that are not finished: 0 between replies.
    private long open;

    ReplyCounter(ReplyTally tally) {
        this.tally = tally;
    }

    /// Takes in bytes, and returns how many replies ended in them.
    ///
    /// @throws BenchException if they are no replies
    int accept(byte[] array, int from, int to) throws BenchException {
        int ended = 0;
        int at = from;
        while (at < to) {
            switch (state) {
                case TYPE -> begin(array[at++]);
                case LINE -> at = line(array, at, to);
                case NUMBER -> at = number(array, at, to);
                case BODY -> at = body(at, to);
            }
            if (open == 0 && state == State.TYPE) {
                ended++;
            }
        }
        return ended;
    }

    private void begin(byte first) throws BenchException {
        type = first;
        if (open == 0) {
            open = 1;
        }
        switch (first) {
            case '+', ':' -> state = State.LINE;
            case '-' -> {
                errorBytes = 0;
                state = State.LINE;
            }
            case '$', '*' -> {
                number = 0;
                negative = false;
                state = State.NUMBER;
            }
            default -> throw new BenchException("a byte " + first + " where a reply begins");
        }
    }

    private int line(byte[] array, int from, int to) {
        int at = from;
        while (at < to && array[at] != '\n') {
            if (type == '-' && errorBytes < ERROR_BYTES_MAX && array[at] != '\r') {
                error[errorBytes++] = array[at];
            }
            at++;
        }
        if (at == to) {
            return at;
        }
        if (type == '-') {
            tally.error(new String(error, 0, errorBytes, UTF_8));
        }
        end();
        return at + 1;
    }

    private int number(byte[] array, int from, int to) throws BenchException {
        int at = from;
        while (at < to && array[at] != '\n') {
            byte digit = array[at++];
            if (digit == '-') {
                negative = true;
            } else if (digit >= '0' && digit <= '9') {
                number = number * 10 + digit - '0';
            } else if (digit != '\r') {
                throw new BenchException("a byte " + digit + " in the length of a reply");
            }
        }
        if (at == to) {
            return at;
        }
        if (type == '*') {
            state = State.TYPE;
            open += negative ? -1 : number - 1;
        } else if (negative) {
            tally.miss();
            end();
        } else {
            tally.hit();
            body = number + 2;
            state = State.BODY;
        }
        return at + 1;
    }

    private int body(int from, int to) {
        long run = Math.min(body, to - from);
        body -= run;
        if (body == 0) {
            end();
        }
        return from + (int) run;
    }

    private void end() {
        open--;
        state = State.TYPE;
    }

    /// The error that came last, or nothing.
    String lastError() {
        return new String(error, 0, errorBytes, UTF_8);
    }
}
