package dev.larder.server.command.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.CommandHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// CLIENT LIST, INFO and KILL.
final class ClientListTest {
    private final CommandHarness server = new CommandHarness();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void info_hasTheFieldsOfRedisInTheirOrder() {
        server.clock().advanceMs(2_500);
        server.run("client setname me");
        server.run("client setinfo lib-name lib");
        server.run("client setinfo lib-ver 1.0");
        server.run("select 2");
        server.clock().advanceMs(1_000);
        String line =
                "id=1 addr=127.0.0.1:50000 laddr=127.0.0.1:6379 fd=8 name=me age=3 idle=0 flags=N"
                        + " db=2 sub=0 psub=0 ssub=0 multi=-1 qbuf=0 qbuf-free=0 argv-mem=0"
                        + " multi-mem=0 rbs=0 rbp=0 obl=0 oll=0 omem=0 tot-mem=0 events=r"
                        + " cmd=client|info user=default redir=-1 resp=2 lib-name=lib lib-ver=1.0"
                        + "\n";
        assertThat(server.send("client", "info"))
                .isEqualTo("$" + line.length() + "\r\n" + line + "\r\n");
        server.run("hello 3");
        String resp3 = line.replace("resp=2", "resp=3");
        assertThat(server.send("client", "info"))
                .isEqualTo("=" + (resp3.length() + 4) + "\r\ntxt:" + resp3 + "\r\n");
    }

    @Test
    void list_showsEveryConnectionOldestFirst() {
        var second = server.client();
        server.client().run("ping");
        second.run("client no-evict on");
        second.run("client no-touch on");
        String list = server.run("client list");
        assertThat(list.lines().skip(1).limit(3))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("id=1 ").contains("cmd=client|list"),
                        line -> assertThat(line).startsWith("id=2 ").contains(" flags=eT "),
                        line -> assertThat(line).startsWith("id=3 ").contains("cmd=ping"));
    }

    @Test
    void list_ofSomeIds_showsThoseThereAre() {
        server.client();
        server.client();
        assertThat(server.run("client list id 3 9 1").lines().filter(line -> line.contains("=")))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("id=3 "),
                        line -> assertThat(line).startsWith("id=1 "));
        assertThat(server.run("client list type pubsub")).isEqualTo("$0\r\n\r\n");
        assertThat(server.run("client list type normal")).contains("id=1 ", "id=2 ", "id=3 ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "client list type tcp; ERR Unknown client type 'tcp'",
                "client list type normal x; ERR syntax error",
                "client list type; ERR syntax error",
                "client list id; ERR syntax error",
                "client list id x; ERR Invalid client ID",
                "client list now; ERR syntax error",
                "client kill 1.2.3.4:5; ERR No such client",
                "client kill id 0; ERR client-id should be greater than 0",
                "client kill id x; ERR client-id should be greater than 0",
                "client kill id 1 addr; ERR syntax error",
                "client kill type tcp; ERR Unknown client type 'tcp'",
                "client kill user nobody; ERR No such user 'nobody'",
                "client kill skipme perhaps; ERR syntax error",
                "client kill name me; ERR syntax error",
                "client kill; ERR wrong number of arguments for 'client|kill' command",
            })
    void subcommand_withAMistake_saysSoAndKillsNobody(String request, String error) {
        assertThat(server.run(request)).isEqualTo("-" + error + "\r\n");
        assertThat(server.first().isClosed()).isFalse();
    }

    @Test
    void kill_byAddress_closesThatOne() {
        var other = server.client();
        assertThat(server.run("client kill " + other.session().link().address()))
                .isEqualTo("+OK\r\n");
        assertThat(other.isClosed()).isTrue();
        assertThat(server.run("client list")).doesNotContain("id=2 ");
        assertThat(server.run("client kill " + other.session().link().address()))
                .isEqualTo("-ERR No such client\r\n");
    }

    @Test
    void kill_ofOneself_repliesFirst() {
        assertThat(server.run("client kill 127.0.0.1:50000")).isEqualTo("+OK\r\n");
        assertThat(server.first().isClosed()).isTrue();
    }

    @Test
    void kill_byFilters_closesThoseThatAllInclude() {
        var second = server.client();
        var third = server.client();
        assertThat(server.run("client kill id 2 addr " + third.session().link().address()))
                .isEqualTo(":0\r\n");
        assertThat(server.run("client kill id 3 laddr 127.0.0.1:6379 type normal user default"))
                .isEqualTo(":1\r\n");
        assertThat(third.isClosed()).isTrue();
        assertThat(second.isClosed()).isFalse();
        assertThat(server.run("client kill type normal")).isEqualTo(":1\r\n");
        assertThat(server.first().isClosed()).as("skipped, as nothing else was said").isFalse();
        assertThat(server.run("client kill type normal skipme no")).isEqualTo(":1\r\n");
        assertThat(server.first().isClosed()).isTrue();
    }

    @Test
    void kill_withAnOptionTwice_takesTheLast() {
        var second = server.client();
        assertThat(server.run("client kill id 7 id 2")).isEqualTo(":1\r\n");
        assertThat(second.isClosed()).isTrue();
    }
}
