package dev.larder.server.command.connection;

import dev.larder.server.command.Args;
import dev.larder.server.command.ReplyError;
import dev.larder.server.session.Session;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// Which connections `CLIENT KILL` means: those that every filter includes.
///
/// @param all the filters
/// @param skipsCaller whether the connection that asks is spared
record ClientFilter(Collection<Predicate<Session>> all, boolean skipsCaller) {
    /// The connection from `address`, whoever asks.
    static ClientFilter ofAddress(String address) {
        return new ClientFilter(List.of(from(address)), false);
    }

    /// What the options of a `CLIENT KILL` say. Of an option given twice the last counts, as in Redis.
    static ClientFilter of(Args args) {
        var filters = new HashMap<String, Predicate<Session>>();
        boolean skipsCaller = true;
        if (args.count() % 2 != 0) {
            throw ReplyError.SYNTAX.exception();
        }
        for (int index = 2; index < args.count(); index += 2) {
            String option = args.text(index).toLowerCase(Locale.ROOT);
            String value = args.text(index + 1);
            switch (option) {
                case "id" -> filters.put(option, numbered(id(args, index + 1)));
                case "type" -> filters.put(option, ClientType.named(value)::includes);
                case "addr" -> filters.put(option, from(value));
                case "laddr" -> filters.put(option, to(value));
                case "user" -> filters.put(option, by(value));
                case "skipme" -> skipsCaller = isYes(value);
                default -> throw ReplyError.SYNTAX.exception();
            }
        }
        return new ClientFilter(filters.values(), skipsCaller);
    }

    boolean includes(Session session, Session caller) {
        return !(skipsCaller && session == caller)
                && all.stream().allMatch(filter -> filter.test(session));
    }

    private static Predicate<Session> from(String address) {
        return session -> session.link().address().equals(address);
    }

    private static Predicate<Session> to(String address) {
        return session -> session.link().localAddress().equals(address);
    }

    private static Predicate<Session> numbered(long id) {
        return session -> session.id() == id;
    }

    private static Predicate<Session> by(String user) {
        if (!user.equals(Session.DEFAULT_USER)) {
            throw ReplyError.NO_SUCH_USER.with(user);
        }
        return session -> session.user().equals(user);
    }

    private static long id(Args args, int index) {
        long id = args.integer(index, ReplyError.CLIENT_ID_NOT_POSITIVE);
        if (id <= 0) {
            throw ReplyError.CLIENT_ID_NOT_POSITIVE.exception();
        }
        return id;
    }

    private static boolean isYes(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw ReplyError.SYNTAX.exception();
        };
    }
}
