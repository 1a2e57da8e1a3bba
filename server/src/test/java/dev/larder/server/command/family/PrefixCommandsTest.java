package dev.larder.server.command.family;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.CommandHarness;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PrefixCommandsTest {
    private static final String NIL = "$-1\r\n";

    private final CommandHarness server = new CommandHarness();
    private final CommandHarness deep =
            new CommandHarness(
                    Map.of("prefix-depth", "2", "prefix-max", "4", "prefix-delimiter", "/"));

    @AfterEach
    void verify() {
        for (CommandHarness one : new CommandHarness[] {server, deep}) {
            assertThat(one.run("LARDER VERIFY")).isEqualTo("+OK\r\n");
            one.close();
        }
    }

    private static long field(CommandHarness server, String prefix, String name) {
        String reply = server.run("PREFIX INFO " + prefix);
        String mark = "\r\n" + name + "\r\n:";
        int at = reply.indexOf(mark) + mark.length();
        return Long.parseLong(reply.substring(at, reply.indexOf('\r', at)));
    }

    private void sweep() {
        server.server().store().tick(0, server.clock().millis());
        server.server().store().awaitSwept();
    }

    @Test
    void prefixes_areCountedWithoutBeingDeclared() {
        server.run("SET user:1 a");
        server.run("SET user:2 b EX 1");
        server.run("SET user:1 c");
        server.run("SET order:1 a");
        server.run("SET plain a");
        server.run("GET user:1");
        server.run("MGET user:1 user:9 order:1 plain");
        assertThat(field(server, "user:", "keys")).isEqualTo(2);
        assertThat(field(server, "user:", "sets")).isEqualTo(3);
        assertThat(field(server, "user:", "hits")).isEqualTo(2);
        assertThat(field(server, "user:", "misses")).isEqualTo(1);
        assertThat(field(server, "user:", "bytes")).isBetween(80L, 200L);
        server.clock().advance(2, TimeUnit.SECONDS);
        sweep();
        assertThat(field(server, "user:", "expirations")).isEqualTo(1);
        server.run("DEL user:1");
        assertThat(field(server, "user:", "keys")).isZero();
        assertThat(field(server, "user:", "bytes")).isZero();
        assertThat(server.run("PREFIX INFO none:")).isEqualTo(NIL);
    }

    @Test
    void invalidate_endsExactlyTheKeysWithThePrefix() {
        for (int key = 0; key < 50; key++) {
            server.run("SET a:" + key + " v");
            server.run("SET b:" + key + " v");
        }
        assertThat(server.run("PREFIX INVALIDATE a: none:")).isEqualTo(":50\r\n");
        assertThat(server.run("GET a:7")).isEqualTo(NIL);
        assertThat(server.run("GET b:7")).isEqualTo("$1\r\nv\r\n");
        assertThat(server.run("SET a:7 new")).isEqualTo("+OK\r\n");
        assertThat(server.run("GET a:7")).isEqualTo("$3\r\nnew\r\n");
        assertThat(field(server, "a:", "keys")).isEqualTo(1);
        sweep();
        assertThat(server.run("DBSIZE")).isEqualTo(":51\r\n");
        assertThat(server.run("PREFIX INVALIDATE a: b: SOFT")).isEqualTo(":51\r\n");
        assertThat(server.run("EXISTS a:7 b:7")).isEqualTo(":0\r\n");
        assertThat(field(server, "a:", "invalidations")).isEqualTo(2);
        assertThat(server.run("INFO stats"))
                .contains("prefix_invalidations:4\r\n")
                .contains("invalidated_keys:101\r\n");
    }

    @Test
    void rename_changesThePrefix() {
        server.run("SET a:1 v");
        server.run("RENAME a:1 b:1");
        assertThat(server.run("PREFIX INVALIDATE a:")).isEqualTo(":0\r\n");
        assertThat(server.run("GET b:1")).isEqualTo("$1\r\nv\r\n");
        assertThat(server.run("PREFIX INVALIDATE b:")).isEqualTo(":1\r\n");
    }

    @Test
    void invalidate_ofAPrefix_endsDeeperOnes() {
        deep.run("SET a/b/1 v");
        deep.run("SET a/b/c/2 v");
        deep.run("SET a/3 v");
        deep.run("SET x/1 v");
        assertThat(field(deep, "a/", "keys")).isEqualTo(3);
        assertThat(field(deep, "a/b/", "keys")).isEqualTo(2);
        assertThat(deep.run("PREFIX INVALIDATE a/b/")).isEqualTo(":2\r\n");
        assertThat(deep.run("EXISTS a/b/1 a/b/c/2 a/3")).isEqualTo(":1\r\n");
        deep.run("SET a/b/1 v");
        assertThat(deep.run("PREFIX INVALIDATE a/")).isEqualTo(":2\r\n");
        assertThat(deep.run("EXISTS a/b/1 a/3 x/1")).isEqualTo(":1\r\n");
    }

    @Test
    void invalidate_ofWhatIsNotTracked_isRefusedAndDoesNothing() {
        deep.run("MSET a/1 v b/1 v c/1 v d/1 v e/1 v a/x/1 v");
        assertThat(deep.run("PREFIX INVALIDATE a/ e/"))
                .isEqualTo(
                        "-ERR prefix 'e/' is not tracked, as there are more than prefix-max 4: raise"
                                + " prefix-max and restart\r\n");
        assertThat(deep.run("PREFIX INVALIDATE a/x/"))
                .startsWith("-ERR prefix 'a/x/' is not tracked");
        assertThat(deep.run("PREFIX INVALIDATE a/x/y/"))
                .startsWith("-ERR prefix 'a/x/y/' has more levels than prefix-depth 2");
        assertThat(deep.run("PREFIX INVALIDATE a"))
                .isEqualTo(
                        "-ERR 'a' is no prefix: it must end with '/' and have at most 128 bytes\r\n");
        assertThat(deep.run("EXISTS a/1 e/1 a/x/1")).isEqualTo(":3\r\n");
        assertThat(deep.run("PREFIX INFO (other)")).contains("(other)");
        assertThat(field(deep, "(other)", "keys")).isEqualTo(1);
        assertThat(deep.run("PREFIX INVALIDATE a/")).isEqualTo(":2\r\n");
    }

    @Test
    void list_putsTheLargestFirst() {
        server.run("MSET a:1 v b:1 v b:2 v c:1 v c:2 v c:3 v");
        server.run("GET a:1");
        assertThat(server.run("PREFIX LIST TOP 1 BY keys")).startsWith("*1\r\n").contains("c:");
        assertThat(server.run("PREFIX LIST TOP 1")).contains("a:");
        assertThat(server.run("PREFIX LIST")).startsWith("*4\r\n");
        assertThat(server.run("PREFIX LIST BY luck")).isEqualTo("-ERR syntax error\r\n");
        assertThat(server.run("PREFIX LIST TOP")).isEqualTo("-ERR syntax error\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 124, 125, 126, 127, 128, 400})
    void manyPrefixes_beyondWhatASlotHolds_areToldApart(int prefixes) {
        for (int number = 0; number < prefixes; number++) {
            server.run("SET p" + number + ":k 12 EX 100");
            server.run("SET p" + number + ":l v" + "v".repeat(number));
            server.run("APPEND p" + number + ":k x");
        }
        assertThat(server.run("LARDER VERIFY")).isEqualTo("+OK\r\n");
        int last = prefixes - 1;
        assertThat(field(server, "p" + last + ":", "keys")).isEqualTo(2);
        assertThat(server.run("PREFIX INVALIDATE p" + last + ":")).isEqualTo(":2\r\n");
        assertThat(server.run("DBSIZE")).isEqualTo(":" + 2 * prefixes + "\r\n");
        sweep();
        assertThat(server.run("DBSIZE")).isEqualTo(":" + (2 * prefixes - 2) + "\r\n");
        server.run("SET p" + last + ":k v");
        server.run("PERSIST p0:k");
        assertThat(field(server, "p" + last + ":", "keys")).isEqualTo(1);
    }
}
