package dev.larder.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.server.config.SetResult.Applied;
import dev.larder.server.config.SetResult.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsTest {
    private final Settings settings = Settings.with(Map.of());

    private SetResult set(String... namesAndValues) {
        var changes = new ArrayList<SettingChange>();
        for (int index = 0; index < namesAndValues.length; index += 2) {
            changes.add(new SettingChange(namesAndValues[index], namesAndValues[index + 1]));
        }
        return settings.set(changes, false);
    }

    private String value(String name) {
        return settings.get(List.of(name)).getOrDefault(name, "missing");
    }

    @Test
    void get_ofNamesAndGlobs_answersEachOnce() {
        Map<String, String> found =
                settings.get(
                        List.of("maxmemory", "MAXMEMORY-*", "bind", "*of", "nosuch", "maxmemory"));
        assertThat(found.keySet())
                .containsExactly(
                        "maxmemory",
                        "maxmemory-policy",
                        "maxmemory-samples",
                        "maxmemory-eviction-tenacity",
                        "maxmemory-clients",
                        "bind",
                        "replicaof",
                        "slaveof");
    }

    @Test
    void get_ofAName_answersAsItWasAsked() {
        assertThat(settings.get(List.of("TimeOut"))).containsExactly(Map.entry("TimeOut", "0"));
        assertThat(settings.get(List.of("m?xmemory", "[m]axclients")).keySet())
                .containsExactly("maxmemory", "maxclients");
    }

    @Test
    void get_ofAHiddenSetting_needsItsFullName() {
        assertThat(settings.get(List.of("*"))).doesNotContainKey("key-load-delay");
        assertThat(settings.get(List.of("key-load-delay"))).containsKey("key-load-delay");
        assertThat(settings.get(List.of("*"))).hasSizeGreaterThan(200);
    }

    @Test
    void set_ofSeveral_changesThemTogether() {
        assertThat(set("maxmemory", "100mb", "MAXCLIENTS", "5", "save", "3600 1"))
                .isEqualTo(new Applied());
        assertThat(value("maxmemory")).isEqualTo("104857600");
        assertThat(settings.current().clients().countMax()).isEqualTo(5);
        assertThat(value("save")).isEqualTo("3600 1");
    }

    @Test
    void set_throughAnAlias_changesTheSetting() {
        assertThat(set("lua-time-limit", "10")).isEqualTo(new Applied());
        assertThat(value("busy-reply-threshold")).isEqualTo("10");
    }

    @Test
    void set_ofMaxmemoryZero_meansWhatTheMachineHas() {
        assertThat(set("maxmemory", "0")).isEqualTo(new Applied());
        assertThat(value("maxmemory")).isEqualTo("0");
        assertThat(settings.current().memory().maxmemoryBytes()).isZero();
        assertThat(settings.current().memory().limitBytes()).isGreaterThan(1 << 20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NoSuch | 1 | Unknown option or number of arguments for CONFIG SET - 'NoSuch'",
                "databases | 16 | CONFIG SET failed (possibly related to argument 'databases') - can't set immutable config",
                "Daemonize | yes | CONFIG SET failed (possibly related to argument 'Daemonize') - can't set immutable config",
                "dir | /tmp | CONFIG SET failed (possibly related to argument 'dir') - can't set protected config",
                "shards | 1 | CONFIG SET failed (possibly related to argument 'shards') - can't set immutable config",
                "MAXMEMORY | 1x | CONFIG SET failed (possibly related to argument 'maxmemory') - argument must be a memory value",
                "tls-port | 1 | CONFIG SET failed (possibly related to argument 'tls-port') - not supported: Larder does not serve TLS.",
                "bind | '' | CONFIG SET failed (possibly related to argument 'bind') - wrong number of arguments",
            })
    void set_ofWhatCannotBe_repliesAsRedis(String name, String value, String text) {
        Map<String, String> before = settings.get(List.of("*"));
        assertThat(set("timeout", "7", name, value)).isEqualTo(new Refused(text));
        assertThat(settings.get(List.of("*"))).isEqualTo(before);
    }

    @Test
    void set_ofOneSettingTwice_isRefused() {
        assertThat(set("maxmemory", "1", "MaxMemory", "2"))
                .isEqualTo(
                        new Refused(
                                "CONFIG SET failed (possibly related to argument 'MaxMemory') -"
                                        + " duplicate parameter"));
    }

    @Test
    void set_ofAStartOnlySettingToWhatItIs_isAccepted() {
        assertThat(set("shards", value("shards"), "transport", "auto")).isEqualTo(new Applied());
    }

    @ParameterizedTest
    @CsvSource({"no, true, false", "local, true, true", "local, false, false", "yes, false, true"})
    void set_ofAProtectedSetting_dependsOnWhoAsks(String access, boolean local, boolean allowed) {
        Settings guarded = Settings.with(Map.of("enable-protected-configs", access));
        SetResult result = guarded.set(List.of(new SettingChange("dbfilename", "x.rdb")), local);
        assertThat(result instanceof Applied).isEqualTo(allowed);
    }

    @Test
    void onChange_ofAFollowedSetting_isToldBeforeAnybodySees() {
        var seen = new ArrayList<String>();
        settings.onChange(
                List.of("maxmemory", "maxclients"),
                (before, after) -> {
                    seen.add(
                            before.clients().countMax()
                                    + " -> "
                                    + after.clients().countMax()
                                    + ", published "
                                    + settings.current().clients().countMax());
                    return Optional.empty();
                });
        set("maxclients", "7");
        set("maxclients", "7");
        set("timeout", "1");
        assertThat(seen).containsExactly("10000 -> 7, published 10000");
    }

    @Test
    void onChange_thatRefuses_takesEverythingBackInReverse() {
        var calls = new ArrayList<String>();
        settings.onChange(List.of("timeout"), recording("first", calls, Optional.empty()));
        settings.onChange(List.of("maxmemory"), recording("second", calls, Optional.empty()));
        settings.onChange(
                List.of("timeout", "maxclients"),
                recording("third", calls, Optional.of("The operating system is not able")));
        settings.onChange(List.of("maxclients"), recording("fourth", calls, Optional.empty()));
        assertThat(set("maxclients", "5", "maxmemory", "7mb", "timeout", "3"))
                .isEqualTo(
                        new Refused(
                                "CONFIG SET failed (possibly related to argument 'maxclients') -"
                                        + " The operating system is not able"));
        assertThat(calls)
                .containsExactly(
                        "first 10000->5",
                        "second 10000->5",
                        "third 10000->5",
                        "second 5->10000",
                        "first 5->10000");
        assertThat(value("timeout")).isEqualTo("0");
        assertThat(settings.current().clients().countMax()).isEqualTo(10_000);
    }

    private static SettingsListener recording(
            String name, List<String> calls, Optional<String> answer) {
        return (before, after) -> {
            calls.add(name + " " + before.clients().countMax() + "->" + after.clients().countMax());
            return answer;
        };
    }

    @Test
    void onChange_ofASettingThatDoesNotExist_isABug() {
        assertThatThrownBy(() -> settings.onChange(List.of("nosuch"), (b, a) -> Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// Two settings that are always changed together are never seen apart.
    @Test
    void current_whileOthersChange_neverShowsHalfAChange() throws InterruptedException {
        var done = new AtomicBoolean();
        var torn = new AtomicBoolean();
        set("maxclients", "1", "timeout", "1");
        Thread reader =
                Thread.ofPlatform()
                        .start(() -> {
                            while (!done.get()) {
                                ClientsConfig clients = settings.current().clients();
                                if (clients.countMax() * 1_000L != clients.idleTimeoutMs()) {
                                    torn.set(true);
                                }
                            }
                        });
        for (int round = 2; round < 500; round++) {
            set("maxclients", Integer.toString(round), "timeout", Integer.toString(round));
        }
        done.set(true);
        reader.join();
        assertThat(torn).isFalse();
        assertThat(value("timeout")).isEqualTo("499");
    }

    @Test
    void with_aBadOverride_saysWhatIsWrong() {
        assertThatThrownBy(() -> Settings.with(Map.of("prot", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--port");
    }
}
