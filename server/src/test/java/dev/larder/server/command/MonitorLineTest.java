package dev.larder.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.session.Session;
import dev.larder.server.session.Sessions;
import dev.larder.server.stats.SlowLog;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class MonitorLineTest {
    private static final long AT_MICROS = 1_700_000_000_000_042L;

    private final Session session = new Sessions(1).open(new SilentLink(), 0, true).orElseThrow();

    @Test
    void of_aCommand_saysWhenWhereWhoAndWhat() {
        session.db(3);
        assertThat(line("SET", "k", "v"))
                .isEqualTo("+1700000000.000042 [3 127.0.0.1:60866] \"SET\" \"k\" \"v\"\r\n");
    }

    @Test
    void of_specialBytes_escapesThemAsRedisDoes() {
        assertThat(line("\\\"\n\r\t\u0007\b\u0000\u007f\u00ff ~", ""))
                .endsWith("] \"\\\\\\\"\\n\\r\\t\\a\\b\\x00\\x7f\\xff ~\" \"\"\r\n");
    }

    @Test
    void of_aLongArgument_showsItsBeginning() {
        String argument = "x".repeat(MonitorLine.ARGUMENT_BYTES_MAX + 7);
        assertThat(line("SET", argument))
                .hasSizeLessThan(MonitorLine.ARGUMENT_BYTES_MAX + 100)
                .endsWith("x... (7 more bytes)\"\r\n");
    }

    @Test
    void of_aLongRequest_isNeverMuchLongerThanItsLimit() {
        String[] arguments = new String[1_000];
        java.util.Arrays.fill(arguments, "\u0000".repeat(10_000));
        String line = line(arguments);
        assertThat(line).hasSizeLessThan(MonitorLine.LINE_BYTES_MAX + 50_000);
        assertThat(line).matches("(?s).* \\.\\.\\. \\(\\d+ more arguments\\)\r\n");
    }

    private String line(String... arguments) {
        byte[] line = MonitorLine.of(request(arguments), session, AT_MICROS);
        return new String(line, StandardCharsets.ISO_8859_1);
    }

    private static SlowLog.Request request(String... arguments) {
        return new SlowLog.Request() {
            @Override
            public int count() {
                return arguments.length;
            }

            @Override
            public long length(int index) {
                return arguments[index].length();
            }

            @Override
            public void copy(int index, byte[] to, int count) {
                byte[] from = arguments[index].getBytes(StandardCharsets.ISO_8859_1);
                System.arraycopy(from, 0, to, 0, count);
            }
        };
    }

    private static final class SilentLink implements Session.Link {
        @Override
        public String address() {
            return "127.0.0.1:60866";
        }

        @Override
        public String localAddress() {
            return "127.0.0.1:6379";
        }

        @Override
        public int descriptor() {
            return -1;
        }

        @Override
        public long inputBytes() {
            return 0;
        }

        @Override
        public long outputBytes() {
            return 0;
        }

        @Override
        public void close() {}

        @Override
        public void suspend(long forMs) {}

        @Override
        public void resume() {}

        @Override
        public void authenticated(boolean yes) {}

        @Override
        public void send(byte[] message) {}
    }
}
