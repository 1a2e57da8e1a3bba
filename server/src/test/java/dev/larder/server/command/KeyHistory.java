package dev.larder.server.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What several clients did to one key and what they were told, with the moments between which each
/// call took effect; and whether there is an order of those moments that explains every reply.
///
/// Decides linearizability by Wing and Gong's search [1] with Lowe's memory of configurations that led
/// nowhere [2]: a call that began before every pending one has ended may be the next; the calls done so
/// far and the value they lead to are never looked at twice.
///
/// 1. J. Wing, C. Gong, [Testing and Verifying Concurrent
///    Objects](https://www.cs.cmu.edu/~wing/publications/WingGong93.pdf), 1993.
/// 2. G. Lowe, [Testing for linearizability](https://www.cs.ox.ac.uk/people/gavin.lowe/LinearizabiltyTesting/paper.pdf),
///    2017.
final class KeyHistory {
    /// The calls of a history are bits of a `long`.
    static final int CALLS_MAX = Long.SIZE;

    static final String NIL = "$-1\r\n";
    static final String NOT_AN_INTEGER = "-ERR value is not an integer or out of range\r\n";
    private static final int SHOWN = 16;
    private static final String OK = "+OK\r\n";

    /// The state of a key that is not there; no value is empty.
    private static final String ABSENT = "";

    /// The state that a reply which does not fit leads to.
    private static final String IMPOSSIBLE = "impossible";

    private final List<Call> calls = new ArrayList<>();

    /// What can be asked of a key.
    enum Verb {
        GET,
        GETDEL,
        SET,
        SET_NX,
        SET_IFEQ,
        SET_GET,
        INCRBY,
        DEL,
        FLUSHDB
    }

    /// One call: `verb` with `value` (what to set, or to add) and `expected` (what to compare with).
    record Call(
            Verb verb,
            String value,
            String expected,
            long startNanos,
            long endNanos,
            String reply) {
        /// The value after this call if its reply is right for a key that holds `value`.
        private String after(String state) {
            boolean present = !state.equals(ABSENT);
            return switch (verb) {
                case GET -> reply.equals(bulk(state)) ? state : IMPOSSIBLE;
                case GETDEL -> reply.equals(bulk(state)) ? ABSENT : IMPOSSIBLE;
                case SET -> reply.equals(OK) ? value : IMPOSSIBLE;
                case SET_NX -> conditional(!present, state);
                case SET_IFEQ -> conditional(present && state.equals(expected), state);
                case SET_GET -> reply.equals(bulk(state)) ? value : IMPOSSIBLE;
                case INCRBY -> added(state);
                case DEL -> reply.equals(present ? ":1\r\n" : ":0\r\n") ? ABSENT : IMPOSSIBLE;
                case FLUSHDB -> reply.equals(OK) ? ABSENT : IMPOSSIBLE;
            };
        }

        private String conditional(boolean holds, String state) {
            if (holds) {
                return reply.equals(OK) ? value : IMPOSSIBLE;
            }
            return reply.equals(NIL) ? state : IMPOSSIBLE;
        }

        private String added(String state) {
            if (!state.equals(ABSENT) && !Character.isDigit(state.charAt(0))) {
                return reply.equals(NOT_AN_INTEGER) ? state : IMPOSSIBLE;
            }
            long before = state.equals(ABSENT) ? 0 : Long.parseLong(state);
            String sum = Long.toString(before + Long.parseLong(value));
            return reply.equals(":" + sum + "\r\n") ? sum : IMPOSSIBLE;
        }

        private static String bulk(String state) {
            return state.equals(ABSENT) ? NIL : "$" + state.length() + "\r\n" + state + "\r\n";
        }
    }

    private record Configuration(long done, String state) {}

    void add(Call call) {
        if (calls.size() == CALLS_MAX) {
            throw new IllegalStateException("more than " + CALLS_MAX + " calls");
        }
        calls.add(call);
    }

    int size() {
        return calls.size();
    }

    /// Pairs of calls of which neither ended before the other began: what makes a history worth checking.
    long overlaps() {
        long pairs = 0;
        for (int first = 0; first < calls.size(); first++) {
            for (int second = first + 1; second < calls.size(); second++) {
                Call a = calls.get(first);
                Call b = calls.get(second);
                pairs += a.startNanos <= b.endNanos && b.startNanos <= a.endNanos ? 1 : 0;
            }
        }
        return pairs;
    }

    /// Whether one order of the calls explains all replies of a key that was not there at first.
    boolean isLinearizable() {
        calls.sort(Comparator.comparingLong(Call::startNanos));
        return leadsToTheEnd(0, ABSENT, new HashSet<>());
    }

    private boolean leadsToTheEnd(long done, String state, Set<Configuration> seen) {
        if (Long.bitCount(done) == calls.size()) {
            return true;
        }
        if (!seen.add(new Configuration(done, state))) {
            return false;
        }
        long earliestEnd = Long.MAX_VALUE;
        for (int index = 0; index < calls.size(); index++) {
            if ((done >>> index & 1) == 0) {
                earliestEnd = Math.min(earliestEnd, calls.get(index).endNanos);
            }
        }
        for (int index = 0; index < calls.size(); index++) {
            Call call = calls.get(index);
            if (call.startNanos > earliestEnd) {
                break;
            }
            if ((done >>> index & 1) == 0) {
                String next = call.after(state);
                if (!next.equals(IMPOSSIBLE) && leadsToTheEnd(done | 1L << index, next, seen)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// The calls in the order in which they began, times from the first one's start, long values cut.
    @Override
    public String toString() {
        calls.sort(Comparator.comparingLong(Call::startNanos));
        var text = new StringBuilder();
        for (Call call : calls) {
            long origin = calls.getFirst().startNanos;
            text.append(
                    String.format(
                            "%n%9d .. %9d  %-8s %s [%s] -> %s",
                            call.startNanos - origin,
                            call.endNanos - origin,
                            call.verb,
                            cut(call.value),
                            cut(call.expected),
                            cut(call.reply.replace("\r\n", " "))));
        }
        return text.toString();
    }

    private static String cut(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
