package dev.larder.server.command;

import static dev.larder.server.command.CommandFlag.ADMIN;
import static dev.larder.server.command.CommandFlag.DANGEROUS;
import static dev.larder.server.command.CommandFlag.FAST;
import static dev.larder.server.command.CommandFlag.MOVABLE_KEYS;
import static dev.larder.server.command.CommandFlag.READS;
import static dev.larder.server.command.CommandFlag.WRITES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.server.command.CommandSpec.KeyRange;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CommandSpecTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GET key; 2",
                "PING [message]; -1",
                "AUTH [username] password; -2",
                "SET key value [NX|XX] [GET] [EX seconds|KEEPTTL]; -3",
                "DEL key [key ...]; -2",
                "MSET key value [key value ...]; -3",
                "OBJECT ENCODING key; 3",
                "CLIENT REPLY <ON|OFF|SKIP>; 3",
                "CLIENT SETINFO <LIB-NAME libname|LIB-VER libver>; 4",
                "LMPOP numkeys key [key ...] <LEFT|RIGHT> [COUNT count]; -4",
                "X <A|B c>; -2",
            })
    void arity_followsFromTheSyntax(String syntax, int arity) {
        assertThat(spec(syntax).arity()).isEqualTo(arity);
    }

    @Test
    void takes_ofAnExactArity_takesThatCountOnly() {
        CommandSpec exact = spec("GET key");
        assertThat(exact.takes(1)).isFalse();
        assertThat(exact.takes(2)).isTrue();
        assertThat(exact.takes(3)).isFalse();
        CommandSpec least = spec("DEL key [key ...]");
        assertThat(least.takes(1)).isFalse();
        assertThat(least.takes(2)).isTrue();
        assertThat(least.takes(9)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GET key; 1; 1; 1",
                "DEL key [key ...]; 1; -1; 1",
                "MSET key value [key value ...]; 1; -1; 2",
                "OBJECT ENCODING key; 2; 2; 1",
                "RENAME key newkey; 1; 2; 1",
                "BLPOP key [key ...] timeout; 1; -2; 1",
                "BITOP operation destination key [key ...]; 2; -1; 1",
                "PING [message]; 0; 0; 0",
                "EVAL script numkeys key [key ...]; 0; 0; 0",
            })
    void legacyKeys_followFromTheSyntax(String syntax, int first, int last, int step) {
        KeyRange keys = spec(syntax).legacyKeys();
        assertThat(keys.first()).isEqualTo(first);
        assertThat(keys.last()).isEqualTo(last);
        assertThat(keys.step()).isEqualTo(step);
    }

    @Test
    void keys_afterNumkeys_areCountedByIt() {
        CommandSpec spec = spec("LMPOP numkeys key [key ...] <LEFT|RIGHT> [COUNT count]");
        KeySpec only = spec.keys().getFirst();
        assertThat(only.find()).isEqualTo(KeySpec.Find.COUNT);
        assertThat(only.begin()).isEqualTo(1);
        assertThat(spec.is(MOVABLE_KEYS)).isTrue();
        assertThat(spec("DEL key [key ...]").is(MOVABLE_KEYS)).isFalse();
    }

    @Test
    void keys_ofACommandThatWrites_areUpdated() {
        KeySpec written = builder("INCR key").flags(WRITES).build().keys().getFirst();
        assertThat(written.flags()).containsExactlyInAnyOrder(KeyFlag.RW, KeyFlag.UPDATE);
        KeySpec read = spec("GET key").keys().getFirst();
        assertThat(read.flags()).containsExactlyInAnyOrder(KeyFlag.RO, KeyFlag.ACCESS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GEORADIUS key [STORE destination]; the position of",
                "X [option] key; the position of",
                "X <key|value>; do not follow",
                "X key [key ...] [LIMIT count]; do not follow",
            })
    void build_ofKeysThatDoNotFollow_isRefused(String syntax, String complaint) {
        assertThatThrownBy(() -> spec(syntax)).hasMessageContaining(complaint);
    }

    @Test
    void categories_followFromFlagsAndGroup() {
        CommandSpec get = builder("GET key").flags(READS, FAST).build();
        assertThat(get.categories())
                .containsExactlyInAnyOrder(AclCategory.STRING, AclCategory.READ, AclCategory.FAST);
        CommandSpec set = builder("SET key value").flags(WRITES, ADMIN).build();
        assertThat(set.categories())
                .containsExactlyInAnyOrder(
                        AclCategory.STRING,
                        AclCategory.WRITE,
                        AclCategory.SLOW,
                        AclCategory.ADMIN,
                        AclCategory.DANGEROUS);
        CommandSpec keys = builder("KEYS pattern").flags(READS, DANGEROUS).build();
        assertThat(keys.categories()).contains(AclCategory.DANGEROUS);
        assertThat(keys.categories()).doesNotContain(AclCategory.ADMIN);
    }

    @Test
    void build_withoutWhatMustBeGiven_isRefused() {
        var noGroup = CommandSpec.of("GET key").summary("Gets.").since("1.0.0");
        assertThatThrownBy(noGroup::build).hasMessageContaining("has no group");
        var noSummary = CommandSpec.of("GET key").group(CommandGroup.STRING).since("1.0.0");
        assertThatThrownBy(noSummary::build).hasMessageContaining("C3: get has no summary");
        var noSince = CommandSpec.of("GET key").group(CommandGroup.STRING).summary("Gets.");
        assertThatThrownBy(noSince::build).hasMessageContaining("since when");
        var beyond = builder("GET key").keys(KeySpec.at(2, KeyFlag.RO));
        assertThatThrownBy(beyond::build).hasMessageContaining("a key beyond its arity");
        var both = builder("GET key").flags(READS, WRITES);
        assertThatThrownBy(both::build).hasMessageContaining("both reads and writes");
    }

    @Test
    void container_withoutMore_takesASubcommandAndIsSlow() {
        CommandSpec object =
                CommandSpec.container("OBJECT")
                        .group(CommandGroup.GENERIC)
                        .summary("About objects.")
                        .since("2.2.3")
                        .build();
        assertThat(object.arity()).isEqualTo(-2);
        assertThat(object.categories()).isEqualTo(Set.of(AclCategory.SLOW));
    }

    private static CommandSpecBuilder builder(String syntax) {
        return CommandSpec.of(syntax).group(CommandGroup.STRING).summary("Does it.").since("1.0.0");
    }

    private static CommandSpec spec(String syntax) {
        return builder(syntax).flags(READS).build();
    }
}
