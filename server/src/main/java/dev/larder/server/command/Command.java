package dev.larder.server.command;

import dev.larder.protocol.resp.ArgVector;
import dev.larder.protocol.resp.ReplyWriter;
import java.util.List;

/// A command: what it is called and takes, and what it does.
///
/// One object serves all event loops at once, so it has no state of its own that changes.
///
/// - **C1** A call writes exactly one reply, or throws a [ReplyException] which becomes the reply, or writes
///   nothing and has the session held ([CommandContext#hold]), after which it is made again.
/// - **C2** No guard is held, and nothing borrowed is kept, when a call is over.
public interface Command {
    /// Everything that is known about the command; the same object at every call.
    CommandSpec spec();

    /// Runs the command. Only [Dispatcher] calls this, on the loop of the session, after it has
    /// checked the number of arguments, the login and the flags.
    ///
    /// @param context who asks, and what there is to work on; good for this call
    /// @param args the request, the command's name at 0 and, of a subcommand, its own at 1
    /// @param reply where the one reply goes
    void execute(CommandContext context, Args args, ReplyWriter reply);

    /// Whether the argument at `index` of a request for this command is a secret, such as a password,
    /// that slow log and monitors must not show. Asked only when one of them is about to.
    default boolean isSecret(ArgVector args, int index) {
        return false;
    }

    /// The subcommands, if this is a container such as `OBJECT`; else empty.
    default List<Command> subcommands() {
        return List.of();
    }
}
