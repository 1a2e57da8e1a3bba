package dev.larder.server.command.key;

import dev.larder.server.command.Command;
import java.util.List;

/// The family of commands on keys, whatever they hold; one line a command.
public final class KeyCommands {
    private static final KeyRoom ROOM = new KeyRoom();

    /// All of them.
    public static final List<Command> ALL =
            List.of(
                    new CopyCommand(),
                    ManyKeysCommand.DEL,
                    ManyKeysCommand.EXISTS,
                    ExpireCommand.EXPIRE,
                    ExpireCommand.EXPIREAT,
                    TtlCommand.EXPIRETIME,
                    new KeysCommand(ROOM),
                    new MoveCommand(),
                    ObjectCommands.all(),
                    new PersistCommand(),
                    ExpireCommand.PEXPIRE,
                    ExpireCommand.PEXPIREAT,
                    TtlCommand.PEXPIRETIME,
                    TtlCommand.PTTL,
                    new RandomkeyCommand(),
                    RenameCommand.RENAME,
                    RenameCommand.RENAMENX,
                    new ScanCommand(ROOM),
                    ManyKeysCommand.TOUCH,
                    TtlCommand.TTL,
                    new TypeCommand(),
                    ManyKeysCommand.UNLINK);

    private KeyCommands() {}
}
