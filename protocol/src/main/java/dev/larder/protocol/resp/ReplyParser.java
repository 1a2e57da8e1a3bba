package dev.larder.protocol.resp;

import dev.larder.protocol.bytes.Ascii;
import dev.larder.protocol.bytes.Decimals;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/// Finds the replies in the bytes a server sends, wherever those were cut, in RESP2 and RESP3.
///
/// Lines are collected until they end, strings as their bytes arrive, aggregates as their items do:
/// a claim of a length or a count allocates nothing. Unlike the server's side it is strict: lines and
/// strings must end in CR LF, and what it does not know it refuses, for a client that has lost its
/// place must not guess. One thread only.
public final class ReplyParser {
    private static final byte CR = '\r';
    private static final byte LF = '\n';
    private static final byte[] NO_BYTES = {};
    private static final int INITIAL_BYTES = 256;
    private static final int BIG_NUMBER_DIGITS_MAX = 4096;

    /// Bytes of a string for which room is made before they are there.
    private static final int STRING_ROOM_MAX = 8192;

    private static final Reply NULL = new Reply.Null();

    private enum State {
        LINE,
        STRING,
        STRING_CR,
        STRING_LF
    }

    private final ReplyLimits limits;

    private byte[] window = NO_BYTES;
    private int at;
    private int end;

    private State state = State.LINE;
    private byte[] line = new byte[INITIAL_BYTES];
    private int lineLength;

    private byte stringType;
    private byte[] string = NO_BYTES;
    private int stringLength;
    private int stringFilled;

    private final Deque<ReplyAggregate> open = new ArrayDeque<>();
    private Reply complete = NULL;
    private boolean found;
    private boolean broken;

    /// A parser that allows what `limits` say.
    public ReplyParser(ReplyLimits limits) {
        this.limits = limits;
    }

    /// Lends bytes `from` to `to` of `array` to the parser, until [#next] has returned false.
    public void feed(byte[] array, int from, int to) {
        assert at == end : "bytes lent before have not been read";
        window = array;
        at = from;
        end = to;
    }

    /// True: [#reply] is the next reply. False: all bytes fed so far are consumed.
    public boolean next() throws ProtocolException {
        if (broken) {
            at = end;
            return false;
        }
        try {
            found = false;
            while (at < end && !found) {
                switch (state) {
                    case LINE -> takeLine();
                    case STRING -> takeString();
                    case STRING_CR -> takeStringCr();
                    case STRING_LF -> takeStringLf();
                }
            }
        } catch (ProtocolException malformed) {
            broken = true;
            throw malformed;
        }
        if (!found) {
            window = NO_BYTES;
            at = 0;
            end = 0;
        }
        return found;
    }

    /// The reply found last. It holds none of the bytes lent.
    public Reply reply() {
        return complete;
    }

    private void takeLine() throws ProtocolException {
        int stop = at;
        while (stop < end && window[stop] != LF) {
            stop++;
        }
        int length = stop - at;
        if (lineLength + length > limits.lineBytes()) {
            throw new ProtocolException("Protocol error: too long a line in a reply");
        }
        if (lineLength + length > line.length) {
            line = Arrays.copyOf(line, Math.max(lineLength + length, 2 * line.length));
        }
        System.arraycopy(window, at, line, lineLength, length);
        lineLength += length;
        at = stop;
        if (stop < end) {
            at++;
            int text = lineLength - 1;
            lineLength = 0;
            if (text < 1 || line[text] != CR) {
                throw new ProtocolException("Protocol error: a line in a reply must end in CR LF");
            }
            interpret(line[0], text - 1);
        }
    }

    /// The line is a type byte and `length` bytes after it.
    private void interpret(byte type, int length) throws ProtocolException {
        switch (type) {
            case '+' -> deliver(new Reply.Simple(text(length)));
            case '-' -> deliver(new Reply.Failure(text(length)));
            case ':' -> deliver(new Reply.WholeNumber(number(length)));
            case ',' -> deliver(new Reply.Decimal(decimal(length)));
            case '(' -> deliver(new Reply.BigNumber(bigNumber(length)));
            case '#' -> deliver(new Reply.Bool(bool(length)));
            case '_' -> {
                require(length == 0, "a null has no value");
                deliver(NULL);
            }
            case '$', '=', '!' -> beginString(type, number(length));
            case '*', '%', '~', '>', '|' -> beginAggregate(type, number(length));
            default ->
                    throw new ProtocolException(
                            "Protocol error: unknown type of reply '" + (char) (type & 0xff) + "'");
        }
    }

    private void beginString(byte type, long length) throws ProtocolException {
        if (length == -1 && type == '$') {
            deliver(NULL);
            return;
        }
        require(length >= 0 && length <= limits.bulkBytes(), "a string's length is out of range");
        stringType = type;
        stringLength = (int) length;
        stringFilled = 0;
        int arrived = Math.max(end - at, STRING_ROOM_MAX);
        string = new byte[Math.min(stringLength, arrived)];
        state = stringLength == 0 ? State.STRING_CR : State.STRING;
    }

    private void takeString() {
        int taken = Math.min(end - at, stringLength - stringFilled);
        int filled = stringFilled + taken;
        if (filled > string.length) {
            long doubled = Math.min(stringLength, 2L * string.length);
            string = Arrays.copyOf(string, (int) Math.max(filled, doubled));
        }
        System.arraycopy(window, at, string, stringFilled, taken);
        stringFilled = filled;
        at += taken;
        if (filled == stringLength) {
            state = State.STRING_CR;
        }
    }

    private void takeStringCr() throws ProtocolException {
        require(window[at++] == CR, "a string must end in CR LF");
        state = State.STRING_LF;
    }

    private void takeStringLf() throws ProtocolException {
        require(window[at++] == LF, "a string must end in CR LF");
        state = State.LINE;
        byte[] bytes = string;
        string = NO_BYTES;
        deliver(
                switch (stringType) {
                    case '$' -> new Reply.Bulk(bytes);
                    case '!' -> new Reply.Failure(new String(bytes, StandardCharsets.UTF_8));
                    default -> verbatim(new String(bytes, StandardCharsets.UTF_8));
                });
    }

    private static Reply verbatim(String text) throws ProtocolException {
        require(text.length() >= 4 && text.charAt(3) == ':', "a verbatim text has no format");
        return new Reply.Verbatim(text.substring(0, 3), text.substring(4));
    }

    private void beginAggregate(byte type, long count) throws ProtocolException {
        if (count == -1 && type == '*') {
            deliver(NULL);
            return;
        }
        require(count >= 0 && count <= Integer.MAX_VALUE, "an aggregate's count is out of range");
        require(open.size() < limits.depth(), "aggregates are nested too deeply");
        open.push(new ReplyAggregate(type, count));
        closeAggregates();
    }

    private void deliver(Reply reply) {
        if (open.isEmpty()) {
            complete = reply;
            found = true;
        } else {
            open.peek().add(reply);
            closeAggregates();
        }
    }

    /// Hands each aggregate that has all its items on to the one around it.
    private void closeAggregates() {
        while (!open.isEmpty() && open.peek().isComplete()) {
            Reply reply = open.pop().reply();
            if (open.isEmpty()) {
                complete = reply;
                found = true;
            } else {
                open.peek().add(reply);
            }
        }
    }

    private long number(int length) throws ProtocolException {
        int plus = length > 0 && line[1] == '+' ? 1 : 0;
        require(Ascii.isLong(line, 1 + plus, length - plus), "a number was expected");
        return Ascii.parseLong(line, 1 + plus, length - plus);
    }

    private double decimal(int length) throws ProtocolException {
        double value = Decimals.parse(line, 1, length);
        require(!Double.isNaN(value) || text(length).matches("-?nan"), "a double was expected");
        return value;
    }

    private BigInteger bigNumber(int length) throws ProtocolException {
        String digits = text(length);
        require(
                length <= BIG_NUMBER_DIGITS_MAX && digits.matches("[+-]?[0-9]+"),
                "a big number was expected");
        return new BigInteger(digits);
    }

    private boolean bool(int length) throws ProtocolException {
        require(length == 1 && (line[1] == 't' || line[1] == 'f'), "a boolean is t or f");
        return line[1] == 't';
    }

    private String text(int length) {
        return new String(line, 1, length, StandardCharsets.UTF_8);
    }

    private static void require(boolean wellFormed, String rule) throws ProtocolException {
        if (!wellFormed) {
            throw new ProtocolException("Protocol error: " + rule);
        }
    }
}
