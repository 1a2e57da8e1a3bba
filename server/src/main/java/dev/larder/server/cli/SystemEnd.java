package dev.larder.server.cli;

import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How the process ends. With a clean-up that follows a signal, and with a status of our choice: left to
/// itself the JVM ends with 143 after SIGTERM, which looks like a failure to whoever asked it to stop.
public final class SystemEnd implements ProcessEnd {
    private static final Logger LOG = LoggerFactory.getLogger(SystemEnd.class);

    private final AtomicInteger status = new AtomicInteger(ExitCode.OK.status());

    /// The way this process ends.
    public SystemEnd() {}

    /// Runs `finish` when the process is told to end, then ends it: with the status of [#exit] if that
    /// was called, else with 0.
    @Override
    public void onSignal(Runnable finish) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(finish), "larder-end"));
    }

    private void end(Runnable finish) {
        try {
            finish.run();
        } catch (RuntimeException failure) {
            LOG.atError().setCause(failure).log("did not stop in order");
            status.set(ExitCode.SOFTWARE.status());
        }
        Runtime.getRuntime().halt(status.get());
    }

    /// Ends the process.
    public void exit(ExitCode code) {
        status.set(code.status());
        System.exit(code.status());
    }
}
