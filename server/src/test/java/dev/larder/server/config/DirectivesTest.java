package dev.larder.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class DirectivesTest {
    /// Redis's settings whose default differs here, on purpose.
    private static final Map<String, String> OTHER_DEFAULTS =
            Map.of(
                    "bind", "127.0.0.1 -::1",
                    "maxmemory", "1073741824",
                    "maxmemory-policy", "allkeys-lru",
                    "save", "");

    /// Redis's settings whose default depends on the machine here.
    private static final List<String> MACHINE_DEFAULTS = List.of("io-threads", "dir");

    static Stream<Directive<?>> all() {
        return Directives.ALL.stream();
    }

    private static Map<String, String> redisSettings() throws IOException {
        var settings = new TreeMap<String, String>();
        try (var input = DirectivesTest.class.getResourceAsStream("redis-settings.txt")) {
            assertThat(input).isNotNull();
            var reader = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
            for (String line : reader.lines().toList()) {
                if (!line.startsWith("#")) {
                    String[] fields = line.split("\t", -1);
                    settings.put(fields[0], fields[1]);
                }
            }
        }
        return settings;
    }

    @Test
    void everySettingOfRedis_isReadableWithRedisDefault() throws IOException {
        Map<String, String> redis = redisSettings();
        assertThat(redis).hasSizeGreaterThan(190);
        Map<String, String> ours = Settings.with(Map.of()).get(List.copyOf(redis.keySet()));
        var expected = new TreeMap<>(redis);
        expected.putAll(OTHER_DEFAULTS);
        MACHINE_DEFAULTS.forEach(name -> expected.put(name, ours.getOrDefault(name, "missing")));
        assertThat(ours).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void everyOtherSetting_isOneOfOurs() throws IOException {
        var ours = new TreeSet<String>();
        for (Directive<?> directive : Directives.ALL) {
            if (!directive.isHidden() && !redisSettings().containsKey(directive.name())) {
                ours.add(directive.name());
            }
        }
        assertThat(ours)
                .allSatisfy(name ->
                        assertThat(Directives.find(name).orElseThrow().group())
                                .isNotEqualTo(Group.COMPATIBILITY));
    }

    @ParameterizedTest
    @MethodSource("all")
    <T> void everySetting_takesItsOwnDefault(Directive<T> directive) throws BadValueException {
        T inForce = directive.type().resolved(directive.defaultValue());
        String shown = directive.type().print(inForce);
        List<String> words =
                directive.type().severalWords() ? List.of(shown.split(" ", -1)) : List.of(shown);
        assertThat(directive.type().print(directive.parse(words, inForce))).isEqualTo(shown);
        T read = inForce;
        for (String line : directive.type().lines(directive.defaultValue())) {
            read = directive.parse(Words.split(line), read);
        }
        assertThat(read).isEqualTo(inForce);
    }

    @ParameterizedTest
    @MethodSource("all")
    void everySetting_isWellDescribed(Directive<?> directive) {
        assertThat(directive.name()).matches("[a-z][a-z0-9_-]*");
        assertThat(directive.doc()).endsWith(".").doesNotContain("  ", "\n");
        assertThat(directive.summary()).isNotBlank().doesNotEndWith(".");
        assertThat(directive.type().expected()).isNotBlank();
        assertThat(directive.doc().length()).isLessThan(400);
    }

    @Test
    void everyVariable_isDistinct() {
        assertThat(Directives.ALL.stream().map(Directive::variable)).doesNotHaveDuplicates();
    }

    @Test
    void find_inAnyCase_finds() {
        assertThat(Directives.find("MaxMemory")).contains(MemoryDirectives.MAXMEMORY);
        assertThat(Directives.find("lua-time-limit").map(Directive::name))
                .contains("busy-reply-threshold");
        assertThat(Directives.find("nosuch")).isEmpty();
    }

    @Test
    void everySetting_canBeSetToWhatItIsUnlessRedisForbids() {
        Settings settings = Settings.with(Map.of());
        for (Directive<?> directive : Directives.ALL) {
            String shown = settings.get(List.of(directive.name())).values().iterator().next();
            SetResult result =
                    settings.set(List.of(new SettingChange(directive.name(), shown)), false);
            boolean forbidden =
                    directive.change() == Change.IMMUTABLE
                            || directive.change() == Change.PROTECTED;
            assertThat(result instanceof SetResult.Refused)
                    .as(directive.name())
                    .isEqualTo(forbidden);
        }
    }

    @Test
    void secrets_areNotPrintedByRecords() {
        LarderConfig config = Settings.with(Map.of("requirepass", "swordfish")).current();
        assertThat(config.security().requirepass()).isEqualTo("swordfish");
        assertThat(config.toString()).doesNotContain("swordfish");
        assertThatCode(config::hashCode).doesNotThrowAnyException();
        assertThat(Settings.isSensitive("REQUIREPASS")).isTrue();
        assertThat(Settings.isSensitive("port")).isFalse();
        assertThat(Settings.isSensitive("nosuch")).isFalse();
    }
}
