package dev.larder.protocol.resp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// An aggregate reply whose items are arriving: an array, a set, a push, a map, or attributes with
/// the one reply that they are about.
final class ReplyAggregate {
    private final byte type;
    private final long expected;
    private final List<Reply> items = new ArrayList<>();

    ReplyAggregate(byte type, long count) {
        this.type = type;
        this.expected =
                switch (type) {
                    case '%' -> 2 * count;
                    case '|' -> 2 * count + 1;
                    default -> count;
                };
    }

    void add(Reply item) {
        items.add(item);
    }

    boolean isComplete() {
        return items.size() == expected;
    }

    Reply reply() {
        return switch (type) {
            case '*' -> new Reply.Array(Collections.unmodifiableList(items));
            case '~' -> new Reply.Set(Collections.unmodifiableList(items));
            case '>' -> new Reply.Push(Collections.unmodifiableList(items));
            case '|' -> new Reply.Attributed(pairs(), items.getLast());
            default -> pairs();
        };
    }

    private Reply.Mapping pairs() {
        List<Reply.Pair> pairs = new ArrayList<>(items.size() / 2);
        for (int index = 0; index + 1 < items.size(); index += 2) {
            pairs.add(new Reply.Pair(items.get(index), items.get(index + 1)));
        }
        return new Reply.Mapping(Collections.unmodifiableList(pairs));
    }
}
