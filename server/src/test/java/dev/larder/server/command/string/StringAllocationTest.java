package dev.larder.server.command.string;

import static dev.larder.server.testing.CommandHarness.resp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.Allocation;
import dev.larder.server.testing.CommandHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the commands of every day cost the heap: nothing.
final class StringAllocationTest {
    private static final int TIMES = 100_000;

    /// The compiler's leavings; a byte a request would be more.
    private static final long OTHER_BYTES = 20_000;

    private final CommandHarness server = new CommandHarness();

    @AfterEach
    void verify() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET text",
                "GET count",
                "GET none",
                "SET text valuevaluevaluevalue",
                "SET text 123456789",
                "SET text value EX 100",
                "SET text value XX PX 5000 GET",
                "SET text value IFEQ abc KEEPTTL",
                "SETEX text 100 value",
                "INCR count",
                "INCRBY count 3",
                "MGET text count none other",
                "MSET text a other b third c",
                "EXISTS text",
                "DEL none",
                "TTL text",
                "EXPIRE text 100",
                "GETRANGE text 1 3",
                "STRLEN text"
            })
    void request_inSteadyState_allocatesNothing(String line) {
        server.run("SET text abcdefgh");
        server.run("SET other abcdefgh");
        server.run("SET count 1");
        byte[] request = resp(line.split(" "));
        server.first().repeat(request, 2 * TIMES);
        assertThat(Allocation.bytesDuring(() -> server.first().repeat(request, TIMES)))
                .isLessThan(OTHER_BYTES);
    }
}
