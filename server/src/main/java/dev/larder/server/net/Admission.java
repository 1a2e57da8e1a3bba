package dev.larder.server.net;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Who is turned away at the door, and in which words.
final class Admission {
    /// There are as many clients as there may be.
    static final byte[] TOO_MANY = ascii("-ERR max number of clients reached\r\n");

    /// There are too many clients that have not logged in.
    static final byte[] TOO_MANY_UNAUTHENTICATED =
            ascii("-ERR max number of unauthenticated clients reached\r\n");

    /// A client of another machine, and no password: word for word what Redis says, as scripts and
    /// people look for it.
    static final byte[] PROTECTED =
            ascii(
                    "-DENIED Redis is running in protected mode because protected"
                            + " mode is enabled and no password is set for the default user."
                            + " In this mode connections are only accepted from the loopback interface."
                            + " If you want to connect from external computers to Redis you"
                            + " may adopt one of the following solutions:"
                            + " 1) Just disable protected mode sending the command"
                            + " 'CONFIG SET protected-mode no' from the loopback interface"
                            + " by connecting to Redis from the same host the server is"
                            + " running, however MAKE SURE Redis is not publicly accessible"
                            + " from internet if you do so. Use CONFIG REWRITE to make this"
                            + " change permanent."
                            + " 2) Alternatively you can just disable the protected mode by"
                            + " editing the Redis configuration file, and setting the protected"
                            + " mode option to 'no', and then restarting the server."
                            + " 3) If you started the server manually just for testing, restart"
                            + " it with the '--protected-mode no' option."
                            + " 4) Setup a an authentication password for the default user."
                            + " NOTE: You only need to do one of the above things in order for"
                            + " the server to start accepting connections from the outside.\r\n");

    private Admission() {}

    /// Why the client behind `channel` is turned away, if it is.
    static Optional<byte[]> refusal(LoopContext loop, Channel channel) {
        NetSettings settings =
                loop.net().settings().get(); // the newest, not those of the last tick
        boolean loginRequired = loop.net().server().authentication().isRequired();
        if (!loginRequired) {
            boolean denied = settings.protectedMode() && !isLocal(channel);
            return denied ? Optional.of(PROTECTED) : Optional.empty();
        }
        int waiting = loop.net().unauthenticated().get();
        boolean crowded = waiting >= settings.unauthenticatedMax();
        return crowded ? Optional.of(TOO_MANY_UNAUTHENTICATED) : Optional.empty();
    }

    private static boolean isLocal(Channel channel) {
        if (channel.remoteAddress() instanceof InetSocketAddress remote) {
            InetAddress address = remote.getAddress();
            return address != null && address.isLoopbackAddress();
        }
        return true; // a socket in the file system
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
