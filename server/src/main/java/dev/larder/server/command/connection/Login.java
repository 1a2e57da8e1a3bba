package dev.larder.server.command.connection;

import dev.larder.server.command.CommandContext;
import dev.larder.server.command.ReplyError;
import dev.larder.server.session.Session;
import dev.larder.server.stats.Counter;

/// A login, as `AUTH` and `HELLO` ask for it.
final class Login {
    private Login() {}

    /// Logs the session in, or counts a failure, throws, and makes a session that tries too often wait.
    static void attempt(CommandContext context, byte[] user, byte[] password) {
        Session session = context.session();
        if (context.server().authentication().accepts(user, password)) {
            session.logIn(Session.DEFAULT_USER);
            return;
        }
        session.loginFailed(context.nowMs());
        context.server().stats().counters().increment(context.stripe(), Counter.LOGINS_REFUSED);
        throw ReplyError.WRONG_PASSWORD.exception();
    }
}
