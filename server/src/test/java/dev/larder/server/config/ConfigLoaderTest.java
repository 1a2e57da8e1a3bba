package dev.larder.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigLoaderTest {
    @TempDir Path directory;

    private final ConfigLoader loader = new ConfigLoader();

    private Path write(String name, String... lines) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, List.of(lines), StandardCharsets.UTF_8);
    }

    private void options(String... arguments) {
        loader.options(OptionList.parse(List.of(arguments)));
    }

    private Settings valid() {
        ConfigResult result = loader.finish();
        assertThat(result).isInstanceOf(ConfigResult.Valid.class);
        return ((ConfigResult.Valid) result).settings();
    }

    private List<String> problems() {
        ConfigResult result = loader.finish();
        assertThat(result).isInstanceOf(ConfigResult.Invalid.class);
        return ((ConfigResult.Invalid) result)
                .problems().stream()
                        .map(problem -> problem.text().replace(directory + "/", ""))
                        .toList();
    }

    private static String value(Settings settings, String name) {
        return settings.get(List.of(name)).getOrDefault(name, "missing");
    }

    @Test
    void finish_withoutSources_isTheDefaults() {
        LarderConfig config = valid().current();
        assertThat(config.listen().port()).isEqualTo(6379);
        assertThat(config.listen().bind()).containsExactly("127.0.0.1", "-::1");
        assertThat(config.memory().maxmemoryBytes()).isEqualTo(1L << 30);
        assertThat(config.memory().limitBytes()).isEqualTo(1L << 30);
        assertThat(config.memory().eviction().policy()).isEqualTo("allkeys-lru");
        assertThat(config.memory().shards()).isGreaterThanOrEqualTo(64);
        assertThat(config.listen().ioThreads()).isPositive();
        assertThat(config.protocol().argumentsMax()).isEqualTo(1_048_576);
        assertThat(config.protocol().bulkBytesMax()).isEqualTo(512L << 20);
        assertThat(config.clients().requestTimeoutMs()).isEqualTo(30_000);
        assertThat(config.security().needsLogin()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"8mb, 1", "32mb, 2", "100mb, 4", "1gb, 64"})
    void finish_withShardsAuto_takesOneForEach16Mb(String maxmemory, int shards) {
        options("--maxmemory", maxmemory);
        assertThat(valid().current().memory().shards()).isEqualTo(shards);
    }

    @ParameterizedTest
    @CsvSource({
        "64kb, auto, '64kb is too little memory for 1 shard; expected at least 1mb'",
        "4mb, 1024, '4mb is too little memory for 1024 shards; expected at least 16mb'",
    })
    void finish_withTooLittleMemory_saysHowMuchIsNeeded(
            String maxmemory, String shards, String reason) {
        options("--maxmemory", maxmemory, "--shards", shards);
        assertThat(problems()).containsExactly("settings: maxmemory: " + reason);
    }

    @Test
    void finish_withMoreMemoryThanThereIs_warns() {
        options("--maxmemory", "1000000gb");
        ConfigResult.Valid valid = (ConfigResult.Valid) loader.finish();
        assertThat(valid.warnings())
                .singleElement()
                .asString()
                .startsWith("settings: maxmemory: 1000000gb is more than the ");
    }

    @Test
    void finish_withEverySource_letsLaterOnesWin() throws IOException {
        loader.file(
                write("larder.conf", "port 1001", "timeout 11", "maxclients 21", "databases 31"));
        loader.environment(Map.of("LARDER_TIMEOUT", "12", "LARDER_MAXCLIENTS", "22"));
        options("--maxclients", "23");
        Settings settings = valid();
        assertThat(value(settings, "databases")).isEqualTo("31");
        assertThat(value(settings, "port")).isEqualTo("1001");
        assertThat(value(settings, "timeout")).isEqualTo("12");
        assertThat(value(settings, "maxclients")).isEqualTo("23");
    }

    @Test
    void file_withTheSameSettingTwice_takesTheLaterLine() throws IOException {
        loader.file(write("larder.conf", "port 1001", "# port 1002", "", "PORT 1003"));
        assertThat(valid().current().listen().port()).isEqualTo(1003);
    }

    @Test
    void file_withLinesThatAddUp_addsThemUp() throws IOException {
        loader.file(
                write(
                        "larder.conf",
                        "save 900 1",
                        "save 60 5",
                        "client-output-buffer-limit pubsub 1mb 0 0",
                        "client-output-buffer-limit normal 2mb 0 0"));
        Settings settings = valid();
        assertThat(value(settings, "save")).isEqualTo("900 1 60 5");
        assertThat(value(settings, "client-output-buffer-limit"))
                .isEqualTo("normal 2097152 0 0 slave 268435456 67108864 60 pubsub 1048576 0 0");
    }

    @Test
    void options_withSavePoints_replaceThoseOfTheFile() throws IOException {
        loader.file(write("larder.conf", "save 900 1"));
        options("--save", "60 5");
        assertThat(value(valid(), "save")).isEqualTo("60 5");
    }

    @Test
    void file_withQuotesMarksAndCarriageReturns_isRead() throws IOException {
        Path file = directory.resolve("dos.conf");
        Files.writeString(
                file, "\ufeffport 1001\r\n  # note\r\nrequirepass \"p\u00e4ss \\x21\"\r\n");
        loader.file(file);
        LarderConfig config = valid().current();
        assertThat(config.listen().port()).isEqualTo(1001);
        byte[] password = config.security().requirepass().getBytes(StandardCharsets.ISO_8859_1);
        assertThat(new String(password, StandardCharsets.UTF_8)).isEqualTo("p\u00e4ss !");
    }

    @Test
    void options_withAPasswordBeyondAscii_meanTheSameBytesAsTheFile() {
        options("--requirepass", "p\u00e4ss");
        byte[] password =
                valid().current().security().requirepass().getBytes(StandardCharsets.ISO_8859_1);
        assertThat(password).isEqualTo("p\u00e4ss".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void file_withIncludes_readsThemWhereTheyStand() throws IOException {
        write("parts/b.conf", "timeout 2", "port 1002");
        write("parts/a.conf", "timeout 1");
        write("parts/c.txt", "timeout 99");
        write("extra.conf", "maxclients 5");
        loader.file(
                write(
                        "larder.conf",
                        "timeout 7",
                        "include parts/*.conf",
                        "include extra.conf",
                        "include nothing/*.conf",
                        "port 1003"));
        Settings settings = valid();
        assertThat(value(settings, "timeout")).isEqualTo("2");
        assertThat(value(settings, "port")).isEqualTo("1003");
        assertThat(value(settings, "maxclients")).isEqualTo("5");
    }

    @Test
    void file_thatIncludesItself_isRefused() throws IOException {
        loader.file(write("larder.conf", "include larder.conf"));
        assertThat(problems())
                .containsExactly(
                        "larder.conf:1: include: files include each other more than 16 deep");
    }

    @Test
    void finish_withManyMistakes_reportsAllOfThemInOrder() throws IOException {
        write("part.conf", "", "shard 4");
        loader.file(
                write(
                        "larder.conf",
                        "maxmemroy 1gb",
                        "port ten",
                        "maxmemory-policy allkeys-lur",
                        "include part.conf",
                        "include missing.conf",
                        "timeout 5 # seconds",
                        "requirepass \"open",
                        "databases",
                        "frobnicate 1",
                        "rename-command FLUSHALL \"\""));
        loader.environment(Map.of("LARDER_MAX_ENTIRES", "5", "LARDER_MAXCLIENTS", "0"));
        options("--prot", "1", "--shards", "3", "-p", "1", "--timeout");
        assertThat(problems())
                .containsExactly(
                        "larder.conf:1: maxmemroy: unknown setting; did you mean 'maxmemory'?",
                        "part.conf:2: shard: unknown setting; did you mean 'shards'?",
                        "larder.conf:5: include: cannot read missing.conf: there is no such file",
                        "larder.conf:7: requirepass: a quote is not closed",
                        "larder.conf:9: frobnicate: unknown setting",
                        "larder.conf:10: rename-command: not supported: commands cannot be renamed",
                        "larder.conf:2: port: 'ten' is not an integer; expected an integer from 0 to"
                                + " 65535",
                        "larder.conf:3: maxmemory-policy: 'allkeys-lur' is not one of the choices;"
                                + " expected one of noeviction, allkeys-lru, volatile-lru,"
                                + " allkeys-lfu, volatile-lfu, allkeys-random, volatile-random,"
                                + " volatile-ttl, allkeys-sieve, volatile-sieve; did you mean"
                                + " 'allkeys-lru'?",
                        "larder.conf:6: timeout: 3 values came (a comment needs a line of its own);"
                                + " expected an integer from 0 to 2147483647",
                        "larder.conf:8: databases: the value is missing; expected an integer from 1"
                                + " to 64",
                        "environment: LARDER_MAX_ENTIRES: names no setting; did you mean"
                                + " 'LARDER_MAX_ENTRIES'?",
                        "environment: LARDER_MAXCLIENTS: 0 is out of range; expected an integer"
                                + " from 1 to 2147483647",
                        "options: --prot: unknown option; did you mean '--port'?",
                        "options: -p: unknown option",
                        "options: --timeout: the value is missing; expected an integer from 0 to"
                                + " 2147483647",
                        "options: --shards: 3 is not a power of two; expected auto or a power of"
                                + " two from 1 to 1024; did you mean '2'?");
    }

    @Test
    void file_thatIsMissing_isAProblemOfItsOwnKind() {
        loader.file(directory.resolve("absent.conf"));
        ConfigResult.Invalid invalid = (ConfigResult.Invalid) loader.finish();
        assertThat(invalid.problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.kind()).isEqualTo(ConfigProblem.Kind.INPUT);
                    assertThat(problem.text()).endsWith("there is no such file");
                });
    }

    @Test
    void file_thatIsADirectory_isAProblem() {
        loader.file(directory);
        assertThat(problems()).singleElement().asString().endsWith("is a directory");
    }

    @Test
    void problem_withControlCharacters_printsNone() throws IOException {
        loader.file(write("larder.conf", "por\u001b[2Jt 1"));
        assertThat(problems()).singleElement().asString().doesNotContain("\u001b");
    }

    @ParameterizedTest
    @CsvSource({
        "LARDER_PORT, tcp://10.0.0.1:6379",
        "LARDER_PORT_6379_TCP, tcp://10.0.0.1:6379",
        "LARDER_PORT_6379_TCP_ADDR, 10.0.0.1",
        "LARDER_SERVICE_HOST, 10.0.0.1",
        "LARDER_SERVICE_PORT_RESP, 6379",
        "LARDER_METRICS_SERVICE_PORT, 9121",
        "LARDER_JAVA_HOME, /opt/java",
        "LARDER_JAVA_OPTS, -Xmx64m",
        "LARDER_AOT, off",
        "PORT, 7",
        "LARDERPORT, 7",
    })
    void environment_withVariablesForOthers_ignoresThem(String name, String value) {
        loader.environment(Map.of(name, value));
        ConfigResult.Valid valid = (ConfigResult.Valid) loader.finish();
        assertThat(valid.settings().current().listen().port()).isEqualTo(6379);
        assertThat(valid.warnings()).isEmpty();
    }

    @Test
    void environment_withAVariableThatResemblesNothing_warns() {
        loader.environment(Map.of("LARDER_FROBNICATION", "1"));
        ConfigResult.Valid valid = (ConfigResult.Valid) loader.finish();
        assertThat(valid.warnings())
                .containsExactly(
                        "environment: LARDER_FROBNICATION: names no setting and is ignored");
    }

    @Test
    void environment_withAnAlias_setsTheSetting() {
        loader.environment(Map.of("LARDER_HASH_MAX_ZIPLIST_ENTRIES", "7"));
        assertThat(value(valid(), "hash-max-listpack-entries")).isEqualTo("7");
    }

    @Test
    void options_inEveryForm_areRead() {
        OptionList list =
                OptionList.parse(
                        List.of(
                                "a.conf",
                                "--port=0",
                                "--bind",
                                "127.0.0.1 ::1",
                                "--requirepass=--secret=x",
                                "--slowlog-log-slower-than",
                                "-1",
                                "--save",
                                "",
                                "b.conf"));
        assertThat(list.words()).containsExactly("a.conf", "b.conf");
        loader.options(list);
        Settings settings = valid();
        assertThat(settings.current().listen().port()).isZero();
        assertThat(settings.current().listen().bind()).containsExactly("127.0.0.1", "::1");
        assertThat(settings.current().security().requirepass()).isEqualTo("--secret=x");
        assertThat(settings.current().observe().slowlogMicros()).isEqualTo(-1);
        assertThat(value(settings, "save")).isEmpty();
    }

    @Test
    void options_withTextThatTheLocaleSpoilt_areRefused() {
        options("--requirepass", "p\ufffdss");
        assertThat(problems())
                .containsExactly(
                        "options: --requirepass: the value is not valid text in this locale");
    }

    @Test
    void finish_withARedisSettingThatDoesNothing_warns() throws IOException {
        loader.file(write("redis.conf", "appendonly yes", "rdbcompression yes"));
        ConfigResult.Valid valid = (ConfigResult.Valid) loader.finish();
        assertThat(valid.warnings())
                .singleElement()
                .asString()
                .endsWith(
                        "redis.conf:1: appendonly: accepted without effect: An append-only file."
                                + " Larder keeps nothing on disk.");
    }

    @ParameterizedTest
    @CsvSource({
        "tls-port, 6380",
        "cluster-enabled, yes",
        "aclfile, users.acl",
        "unixsocket, /tmp/larder.sock",
        "replicaof, localhost",
    })
    void finish_withASettingThatWouldDeceive_isRefused(String name, String value) {
        options("--" + name, value);
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("options: --" + name + ": not supported: Larder ");
    }

    @Test
    void finish_withAFixedSettingAtItsDefault_isFine() {
        options("--tls-port", "0", "--cluster-enabled", "no");
        assertThat(value(valid(), "tls-port")).isEqualTo("0");
    }
}
