package dev.larder.server.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The words that options are made of.
final class BenchWordsTest {
    @Test
    void address_ofAnyKind_isReadAndWritten() {
        assertThat(ServerAddress.parse("cache.example:6379"))
                .isEqualTo(new ServerAddress("cache.example", 6379));
        assertThat(ServerAddress.parse("[::1]:7000")).isEqualTo(new ServerAddress("::1", 7000));
        assertThat(ServerAddress.parse("[::1]:7000")).hasToString("[::1]:7000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", "host:", ":1", "host:x", "host:0", "host:65536"})
    void address_ofNone_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ServerAddress.parse(text));
    }

    @Test
    void workloads_areReadByNameOrRatio() {
        assertThat(Workload.tests("get,SET"))
                .containsExactly(Workload.of(Operation.GET), Workload.of(Operation.SET));
        Workload reads = Workload.ratio("0:1");
        assertThat(reads.sends(Operation.SET)).isFalse();
        assertThat(reads.sends(Operation.GET)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1:", "a:b", "0:0", "-1:2", "1:2:3", "1.5:1"})
    void ratio_ofNone_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Workload.ratio(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "get,", "del", "get;set"})
    void tests_ofNoKind_areRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Workload.tests(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "5-1", "x", "1-", "-1"})
    void lifetimes_ofNone_areRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Lifetimes.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "101%", "x%", "-1%"})
    void share_ofNone_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Lifetimes.parse("1").of(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Same", "distinct", "distinct:0", "distinct:x"})
    void variety_ofNone_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ValueVariety.parse(text));
    }

    @Test
    void quotas_ofThreads_addUpToTheRequests() {
        var drive = new Drive(10, 1, 3, 0, 100, 0);
        assertThat(drive.quota(0) + drive.quota(1) + drive.quota(2)).isEqualTo(100);
        var paced = new Drive(10, 1, 3, 1_000, 0, 2.5);
        assertThat(paced.quota(0) + paced.quota(1) + paced.quota(2)).isEqualTo(2_500);
        assertThat(new Drive(10, 1, 3, 0, 0, 2.5).quota(0)).isEqualTo(Long.MAX_VALUE);
    }
}
