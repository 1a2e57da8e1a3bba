package dev.larder.server.command.introspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.CommandHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CommandCommandTest {
    private final CommandHarness server = new CommandHarness();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void info_ofGet_isThatOfRedis() {
        String resp2 =
                "*1\r\n*10\r\n$3\r\nget\r\n:2\r\n*2\r\n+readonly\r\n+fast\r\n:1\r\n:1\r\n:1\r\n"
                        + "*3\r\n+@read\r\n+@string\r\n+@fast\r\n*0\r\n"
                        + "*1\r\n*6\r\n$5\r\nflags\r\n*2\r\n+RO\r\n+access\r\n"
                        + "$12\r\nbegin_search\r\n*4\r\n$4\r\ntype\r\n$5\r\nindex\r\n"
                        + "$4\r\nspec\r\n*2\r\n$5\r\nindex\r\n:1\r\n"
                        + "$9\r\nfind_keys\r\n*4\r\n$4\r\ntype\r\n$5\r\nrange\r\n"
                        + "$4\r\nspec\r\n*6\r\n$7\r\nlastkey\r\n:0\r\n$7\r\nkeystep\r\n:1\r\n"
                        + "$5\r\nlimit\r\n:0\r\n*0\r\n";
        assertThat(server.run("COMMAND INFO get")).isEqualTo(resp2);
        server.run("HELLO 3");
        assertThat(server.run("COMMAND INFO get"))
                .startsWith("*1\r\n*10\r\n$3\r\nget\r\n:2\r\n~2\r\n+readonly\r\n+fast\r\n")
                .contains("~1\r\n%3\r\n$5\r\nflags\r\n~2\r\n", "%2\r\n$4\r\ntype\r\n", "%3\r\n")
                .endsWith("~0\r\n");
    }

    @Test
    void info_ofAnUnknownName_isNil() {
        assertThat(server.run("COMMAND INFO nope config|nope")).isEqualTo("*2\r\n$-1\r\n$-1\r\n");
        server.run("HELLO 3");
        assertThat(server.run("COMMAND INFO nope")).isEqualTo("*1\r\n_\r\n");
    }

    @Test
    void info_ofASubcommand_goesByItsFullName() {
        assertThat(server.run("COMMAND INFO OBJECT|encoding"))
                .startsWith(
                        "*1\r\n*10\r\n$15\r\nobject|encoding\r\n:3\r\n*1\r\n+readonly\r\n:2\r\n");
        assertThat(server.run("COMMAND INFO client")).contains("$9\r\nclient|id\r\n");
    }

    @Test
    void command_alone_describesAll() {
        String count = server.run("COMMAND COUNT").substring(1);
        assertThat(server.run("COMMAND"))
                .startsWith("*" + count)
                .isEqualTo(server.run("COMMAND INFO"));
    }

    @Test
    void docs_ofGetrange_showsItsArguments() {
        server.run("HELLO 3");
        assertThat(server.run("COMMAND DOCS getrange nope"))
                .startsWith("%1\r\n$8\r\ngetrange\r\n%5\r\n$7\r\nsummary\r\n")
                .contains("$5\r\ngroup\r\n$6\r\nstring\r\n")
                .endsWith(
                        "$9\r\narguments\r\n*3\r\n"
                                + "%4\r\n$4\r\nname\r\n$3\r\nkey\r\n$4\r\ntype\r\n$3\r\nkey\r\n"
                                + "$12\r\ndisplay_text\r\n$3\r\nkey\r\n"
                                + "$14\r\nkey_spec_index\r\n:0\r\n"
                                + "%3\r\n$4\r\nname\r\n$5\r\nstart\r\n$4\r\ntype\r\n$7\r\ninteger\r\n"
                                + "$12\r\ndisplay_text\r\n$5\r\nstart\r\n"
                                + "%3\r\n$4\r\nname\r\n$3\r\nend\r\n$4\r\ntype\r\n$7\r\ninteger\r\n"
                                + "$12\r\ndisplay_text\r\n$3\r\nend\r\n");
    }

    @Test
    void docs_ofADeprecatedCommandAndAContainer_sayMore() {
        server.run("HELLO 3");
        assertThat(server.run("COMMAND DOCS quit"))
                .contains(
                        "$9\r\ndoc_flags\r\n~1\r\n+deprecated\r\n",
                        "$16\r\ndeprecated_since\r\n$5\r\n7.2.0\r\n",
                        "$11\r\nreplaced_by\r\n");
        assertThat(server.run("COMMAND DOCS client"))
                .contains("$11\r\nsubcommands\r\n%16\r\n", "$12\r\nclient|reply\r\n%5\r\n");
        assertThat(server.run("COMMAND DOCS mset"))
                .contains(
                        "$4\r\ndata\r\n$4\r\ntype\r\n$5\r\nblock\r\n$5\r\nflags\r\n~1\r\n+multiple");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "getkeys get a; *1,$1,a",
                "getkeys mset a 1 b 2; *2,$1,a,$1,b",
                "getkeys object encoding k; *1,$1,k",
                "getkeys rename a b; *2,$1,a,$1,b",
                "getkeysandflags get a; *1,*2,$1,a,*2,+RO,+access",
                "getkeysandflags set a 1; *1,*2,$1,a,*2,+OW,+update",
                "getkeysandflags set a 1 ex 5 get; *1,*2,$1,a,*3,+RW,+access,+update",
                "getkeys ping; -ERR The command has no key arguments",
                "getkeys nope a; -ERR Invalid command specified",
                "getkeys object nope k; -ERR Invalid command specified",
                "getkeys get; -ERR Invalid number of arguments specified for command",
                "getkeys get a b; -ERR Invalid number of arguments specified for command",
                "getkeys; -ERR wrong number of arguments for 'command|getkeys' command",
                "list filterby aclcat nope; *0",
                "list filterby module any; *0",
                "list filterby pattern hell?; *1,$5,hello",
                "list filterby pattern CLIENT|i*; *2,$9,client|id,$11,client|info",
                "list filterby pattern; -ERR syntax error",
                "list filterby color x; -ERR syntax error",
                "list by x y; -ERR syntax error",
                "nope; -ERR unknown subcommand 'nope'. Try COMMAND HELP.",
                "count x; -ERR wrong number of arguments for 'command|count' command",
            })
    void subcommand_repliesAsInRedis(String request, String lines) {
        assertThat(server.run("COMMAND " + request)).isEqualTo(lines.replace(",", "\r\n") + "\r\n");
    }

    @Test
    void list_holdsCommandsAndSubcommands() {
        assertThat(server.run("COMMAND LIST"))
                .contains("$3\r\nget\r\n", "$9\r\nclient|id\r\n", "$7\r\ncommand\r\n");
        assertThat(server.run("COMMAND LIST FILTERBY ACLCAT connection"))
                .contains("$4\r\nping\r\n")
                .doesNotContain("$3\r\nget\r\n");
    }
}
