package dev.larder.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What each type takes, how it shows it again, and with which words it refuses the rest.
final class ValueTypesTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                // type                       | given                | CONFIG GET       | in a file
                "port                         | 6380                 | 6380             | 6380",
                "port                         | 0                    | 0                | 0",
                "port                         | 65535                | 65535            | 65535",
                "slowlog-log-slower-than      | -1                   | -1               | -1",
                "maxmemory                    | 0                    | 0                | 0",
                "maxmemory                    | 100b                 | 100              | 100",
                "maxmemory                    | 1k                   | 1000             | 1000",
                "maxmemory                    | 1kb                  | 1024             | 1kb",
                "maxmemory                    | 2M                   | 2000000          | 2000000",
                "maxmemory                    | 2Mb                  | 2097152          | 2mb",
                "maxmemory                    | 3g                   | 3000000000       | 3000000000",
                "maxmemory                    | 3GB                  | 3221225472       | 3gb",
                "maxmemory                    | 1536mb               | 1610612736       | 1536mb",
                "maxmemory-clients            | 5%                   | 5%               | 5%",
                "maxmemory-clients            | 100%                 | 100%             | 100%",
                "maxmemory-clients            | 2mb                  | 2097152          | 2097152",
                "protected-mode               | NO                   | no               | no",
                "protected-mode               | yes                  | yes              | yes",
                "maxmemory-policy             | ALLKEYS-Sieve        | allkeys-sieve    | allkeys-sieve",
                "transport                    | IO_uring             | io_uring         | io_uring",
                "enable-debug-command         | local                | local            | local",
                "shards                       | 1                    | 1                | 1",
                "shards                       | 1024                 | 1024             | 1024",
                "request-timeout              | 30                   | 30               | 30",
                "request-timeout              | 1500ms               | 1500ms           | 1500ms",
                "request-timeout              | 2000ms               | 2                | 2",
                "request-timeout              | 5m                   | 300              | 300",
                "request-timeout              | 1h                   | 3600             | 3600",
                "requirepass                  | with blank           | with blank       | \"with blank\"",
                "requirepass                  | ''                   | ''               | \"\"",
                "bind                         | 127.0.0.1 -::1       | 127.0.0.1 -::1   | 127.0.0.1 -::1",
                "save                         | 3600 1 60 100        | 3600 1 60 100    | 3600 1 60 100",
                "save                         | ''                   | ''               | \"\"",
                "notify-keyspace-events       | KEA                  | AKE              | AKE",
                "notify-keyspace-events       | xKE$n                | $xnKE            | $xnKE",
                "notify-keyspace-events       | g$lshzxetdm          | Am               | Am",
                "shutdown-on-sigterm          | now nosave           | nosave now       | nosave now",
                "shutdown-on-sigterm          | default              | default          | default",
                "latency-tracking-info-percentiles | 50.0 99.900 100 | 50 99.9 100      | 50 99.9 100",
                "latency-tracking-info-percentiles | ''              | ''               | \"\"",
            })
    void parse_ofAGoodValue_showsItInItsOwnForm(
            String name, String given, String shown, String inFile) throws BadValueException {
        Directive<?> directive = Directives.find(name).orElseThrow();
        assertRoundTrip(directive, given, shown, inFile);
    }

    private static <T> void assertRoundTrip(
            Directive<T> directive, String given, String shown, String inFile)
            throws BadValueException {
        T value = directive.parse(words(directive, given), directive.defaultValue());
        assertThat(directive.type().print(value)).isEqualTo(shown);
        assertThat(directive.type().lines(value)).isEqualTo(List.of(inFile));
        T again = directive.parse(Words.split(inFile), directive.defaultValue());
        assertThat(again).isEqualTo(value);
        assertThat(directive.parse(words(directive, shown), directive.defaultValue()))
                .isEqualTo(value);
    }

    private static List<String> words(Directive<?> directive, String argument) {
        return directive.type().severalWords()
                ? List.of(argument.split(" ", -1))
                : List.of(argument);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "port | abc | argument couldn't be parsed into an integer",
                "port | '' | argument couldn't be parsed into an integer",
                "port | 1.5 | argument couldn't be parsed into an integer",
                "port | ' 5' | argument couldn't be parsed into an integer",
                "port | +5 | argument couldn't be parsed into an integer",
                "port | 05 | argument couldn't be parsed into an integer",
                "port | 99999999999999999999 | argument couldn't be parsed into an integer",
                "port | 65536 | argument must be between 0 and 65535 inclusive",
                "port | -1 | argument must be between 0 and 65535 inclusive",
                "timeout | -1 | argument must be between 0 and 2147483647 inclusive",
                "slowlog-log-slower-than | -2 | argument must be between -1 and 9223372036854775807 inclusive",
                "proto-max-bulk-len | 1 | argument must be between 1048576 and 9223372036854775807 inclusive",
                "maxmemory | 1x | argument must be a memory value",
                "maxmemory | -1 | argument must be a memory value",
                "maxmemory | kb | argument must be a memory value",
                "maxmemory | '1 kb' | argument must be a memory value",
                "maxmemory | 9223372036854775807kb | argument must be a memory value",
                "maxmemory | 99999999999999999999 | argument must be a memory value",
                "maxmemory-clients | 200% | percentage argument must be less or equal to 100",
                "maxmemory-clients | -1% | argument must be a memory or percent value",
                "maxmemory-clients | x | argument must be a memory or percent value",
                "maxmemory-clients | % | argument must be a memory or percent value",
                "protected-mode | true | argument must be 'yes' or 'no'",
                "loglevel | loud | argument(s) must be one of the following: debug, verbose, notice, warning, nothing",
                "shards | 3 | argument must be a power of two",
                "shards | 0 | argument must be between 1 and 1024 inclusive",
                "shards | many | argument couldn't be parsed into an integer",
                "request-timeout | 5d | argument must be a duration",
                "request-timeout | ms | argument couldn't be parsed into an integer",
                "request-timeout | -5 | argument must be between 0 and 86400 inclusive",
                "request-timeout | 25h | argument must be between 0 and 86400 inclusive",
                "save | 1 | Invalid save parameters",
                "save | 0 5 | Invalid save parameters",
                "save | 5 -1 | Invalid save parameters",
                "save | 5  6 | Invalid save parameters",
                "save | a b | Invalid save parameters",
                "notify-keyspace-events | gq | Invalid event class character. Use 'Ag$lshzxeKEtmdn'.",
                "shutdown-on-sigint | x | argument(s) must be one of the following: default, save, nosave, now, force",
                "latency-tracking-info-percentiles | 50 x | Invalid latency-tracking-info-percentiles parameters",
                "latency-tracking-info-percentiles | NaN | Invalid latency-tracking-info-percentiles parameters",
                "latency-tracking-info-percentiles | 50 101 | latency-tracking-info-percentiles parameters should sit between [0.0,100.0]",
                "client-output-buffer-limit | normal 1 2 | Wrong number of arguments in buffer limit configuration.",
                "client-output-buffer-limit | foo 1 2 3 | Invalid client class specified in buffer limit configuration.",
                "client-output-buffer-limit | normal a 2 3 | Error in hard, soft or soft_seconds setting in buffer limit configuration.",
                "client-output-buffer-limit | normal 1 2 -3 | Error in hard, soft or soft_seconds setting in buffer limit configuration.",
                "bind | '' | wrong number of arguments",
            })
    void parse_ofABadValue_refusesInRedisWords(String name, String given, String message) {
        Directive<?> directive = Directives.find(name).orElseThrow();
        assertThatThrownBy(() -> parse(directive, given)).hasMessage(message);
    }

    private static <T> T parse(Directive<T> directive, String given) throws BadValueException {
        return directive.parse(words(directive, given), directive.defaultValue());
    }

    @Test
    void parse_ofOneOutputClass_keepsTheOthers() throws BadValueException {
        var type = new OutputLimitsType();
        OutputLimits limits =
                type.parse(List.of("slave", "1mb", "2", "3"), OutputLimitsType.DEFAULTS);
        assertThat(type.print(limits))
                .isEqualTo("normal 0 0 0 slave 1048576 2 3 pubsub 33554432 8388608 60");
        assertThat(type.lines(limits))
                .containsExactly("normal 0 0 0", "replica 1mb 2 3", "pubsub 32mb 8mb 60");
    }

    @Test
    void parse_ofAuto_worksOutANumberAndKeepsTheWord() throws BadValueException {
        var type = new OrAutoType(new IntegerType(1, 8), () -> 5);
        OrAuto value = type.parse(List.of("AUTO"), OrAutoType.AUTO);
        assertThat(value).isEqualTo(new OrAuto(true, 5));
        assertThat(type.print(value)).isEqualTo("5");
        assertThat(type.lines(value)).containsExactly("auto");
    }

    @Test
    void parse_ofAutoThatCannotBeWorkedOut_saysWhy() {
        var type =
                new OrAutoType(
                        new IntegerType(1, 8),
                        () -> {
                            throw new IllegalStateException("no machine here");
                        });
        assertThatThrownBy(() -> type.parse(List.of("auto"), OrAutoType.AUTO))
                .isInstanceOf(BadValueException.class)
                .hasMessage("no machine here");
    }

    @Test
    void parse_ofAWrongWord_suggestsTheNearestChoice() {
        assertThatThrownBy(() -> parse(MemoryDirectives.MAXMEMORY_POLICY, "allkeys-lur"))
                .isInstanceOfSatisfying(
                        BadValueException.class,
                        bad -> assertThat(bad.suggestion()).isEqualTo("allkeys-lru"));
    }

    @Test
    void parse_ofSeveralWordsForASingleValue_isRefused() {
        assertThatThrownBy(() -> NetworkDirectives.PORT.parse(List.of("1", "2"), 1L))
                .hasMessage("wrong number of arguments");
        assertThatThrownBy(() -> NetworkDirectives.PORT.parse(List.of(), 1L))
                .hasMessage("wrong number of arguments");
    }
}
