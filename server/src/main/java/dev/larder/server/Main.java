package dev.larder.server;

import dev.larder.server.cli.ExitCode;
import dev.larder.server.cli.LarderCli;
import dev.larder.server.cli.Launch;
import dev.larder.server.cli.RunningServer;
import dev.larder.server.cli.StartFailedException;
import dev.larder.server.cli.SystemEnd;
import dev.larder.server.cli.Terminal;
import dev.larder.server.command.ServerIdentity;
import dev.larder.server.config.Settings;
import dev.larder.server.memory.MemoryUnavailableException;
import dev.larder.server.net.ListenException;
import dev.larder.server.net.TransportUnavailableException;
import java.net.InetSocketAddress;
import java.util.List;

/// The program: the command line in front of the server.
public final class Main {
    private Main() {}

    /// Does what `arguments` say and ends the process with a status of [ExitCode].
    public static void main(String[] arguments) {
        var end = new SystemEnd();
        var launch =
                new Launch(ServerIdentity.LARDER_VERSION, Main::start, end, GeneratedPages.ALL);
        end.exit(new LarderCli(Terminal.system(), launch).run(List.of(arguments)));
    }

    private static RunningServer start(Settings settings) throws StartFailedException {
        try {
            return new Serving(LarderServer.start(settings));
        } catch (ListenException failure) {
            throw failed(exitCode(failure.reason()), failure);
        } catch (TransportUnavailableException failure) {
            throw failed(ExitCode.UNAVAILABLE, failure);
        } catch (MemoryUnavailableException failure) {
            throw failed(ExitCode.OS_ERROR, failure);
        }
    }

    private static ExitCode exitCode(ListenException.Reason reason) {
        return switch (reason) {
            case NOT_PERMITTED -> ExitCode.NO_PERMISSION;
            case IN_USE, NO_SUCH_ADDRESS, OTHER -> ExitCode.UNAVAILABLE;
        };
    }

    private static StartFailedException failed(ExitCode code, Exception failure) {
        return new StartFailedException(code, String.valueOf(failure.getMessage()), failure);
    }

    /// A server as the command line sees it.
    private record Serving(LarderServer server) implements RunningServer {
        @Override
        public List<InetSocketAddress> addresses() {
            return server.addresses();
        }

        @Override
        public String transport() {
            return server.transportName();
        }

        @Override
        public void awaitStop() throws InterruptedException {
            server.awaitStop();
        }

        @Override
        public void stop() {
            server.close();
        }
    }
}
