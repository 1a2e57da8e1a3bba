package dev.larder.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SyntaxParserTest {
    @Test
    void parse_ofPlainArguments_givesThemInOrder() {
        assertThat(shape("GETRANGE key start end")).isEqualTo("key:key start:integer end:integer");
    }

    @Test
    void parse_ofTwoWordsInCapitals_isASubcommand() {
        SyntaxParser.Parsed parsed = parse("OBJECT ENCODING key");
        assertThat(parsed.names()).containsExactly("object", "encoding");
        assertThat(shape(parsed.arguments())).isEqualTo("key:key");
    }

    @Test
    void parse_ofAlternatives_givesAChoice() {
        assertThat(shape("SET key value [NX|XX] [GET]"))
                .isEqualTo(
                        "key:key value:string nx-or-xx:oneof?(nx:pure-token=NX xx:pure-token=XX)"
                                + " get:pure-token=GET?");
    }

    @Test
    void parse_ofTokensWithValues_givesTheTokenToTheValue() {
        assertThat(shape("GETEX key [EX seconds|PXAT unix-time-milliseconds|PERSIST]"))
                .isEqualTo(
                        "key:key seconds-or-unix-time-milliseconds-or-persist:oneof?("
                                + "seconds:integer=EX"
                                + " unix-time-milliseconds:unix-time=PXAT"
                                + " persist:pure-token=PERSIST)");
    }

    @Test
    void parse_ofATokenWithSeveralValues_makesABlock() {
        assertThat(shape("HELLO [protover [AUTH username password] [SETNAME clientname]]"))
                .isEqualTo(
                        "protover-and-auth-and-clientname:block?(protover:string"
                                + " auth:block=AUTH?(username:string password:string)"
                                + " clientname:string=SETNAME?)");
    }

    @Test
    void parse_ofARepeatedArgument_marksItMultiple() {
        assertThat(shape("DEL key [key ...]")).isEqualTo("key:key+");
        assertThat(shape("MSET key value [key value ...]"))
                .isEqualTo("key-and-value:block+(key:key value:string)");
        assertThat(shape("COMMAND DOCS [command-name [command-name ...]]"))
                .isEqualTo("command-name:string?+");
    }

    @Test
    void parse_ofARepeatedToken_saysThatTheTokenIsRepeated() {
        assertThat(shape("SORT key [GET pattern [GET pattern ...]]"))
                .isEqualTo("key:key pattern:pattern=GET?++");
        assertThat(shape("CLIENT LIST [ID client-id [client-id ...]]"))
                .isEqualTo("client-id:integer=ID?+");
    }

    @Test
    void parse_ofATokenWithAChoice_givesTheTokenToTheChoice() {
        assertThat(shape("CLIENT LIST [TYPE <NORMAL|PUBSUB>]"))
                .isEqualTo(
                        "normal-or-pubsub:oneof=TYPE?(normal:pure-token=NORMAL"
                                + " pubsub:pure-token=PUBSUB)");
    }

    @Test
    void parse_withTypesAndLabels_usesThem() {
        SyntaxParser.Parsed parsed =
                SyntaxParser.parse(
                        "SET key [NX|XX] amount",
                        Map.of("amount", ArgType.DOUBLE),
                        Map.of("NX", "condition"));
        assertThat(shape(parsed.arguments()))
                .isEqualTo(
                        "key:key condition:oneof?(nx:pure-token=NX xx:pure-token=XX)"
                                + " amount:double");
    }

    @ParameterizedTest
    @CsvSource({
        "get key, begins with the command's name",
        "GET [key, lacks a ']'",
        "GET <key, lacks a '>'",
        "GET key], has ']' out of place",
        "GET key|value, has '|' out of place",
        "GET [], has a bracket with nothing in it",
        "GET [NX|], has a bracket with nothing in it",
        "DEL key [value ...], repeats something other than what stands before",
        "DEL [key ...], repeats something other than what stands before",
        "DEL key ..., has dots outside of brackets",
    })
    void parse_ofAMalformedLine_saysWhatIsWrong(String line, String complaint) {
        assertThatThrownBy(() -> parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint);
    }

    private static SyntaxParser.Parsed parse(String line) {
        return SyntaxParser.parse(line, Map.of(), Map.of());
    }

    private static String shape(String line) {
        return shape(parse(line).arguments());
    }

    /// `name:type`, `=TOKEN`, `?` optional, `+` multiple, `++` with its token, children in brackets.
    private static String shape(List<ArgSpec> arguments) {
        return arguments.stream().map(SyntaxParserTest::shape).collect(Collectors.joining(" "));
    }

    private static String shape(ArgSpec argument) {
        return argument.name()
                + ":"
                + argument.type().text()
                + (argument.token().isEmpty() ? "" : "=" + argument.token())
                + (argument.optional() ? "?" : "")
                + (argument.multiple() ? "+" : "")
                + (argument.multipleToken() ? "+" : "")
                + (argument.children().isEmpty() ? "" : "(" + shape(argument.children()) + ")");
    }
}
