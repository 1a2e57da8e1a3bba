package dev.larder.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearestTest {
    @ParameterizedTest
    @CsvSource({
        "maxmemroy, maxmemory",
        "MaxMemory_Policy, maxmemory-policy",
        "max-entires, max-entries",
        "prt, port",
        "requirepas, requirepass",
        "io-thread, io-threads",
        "frobnicate, ''",
        "x, ''",
    })
    void of_aMisspeltName_isTheOneMeant(String given, String meant) {
        assertThat(Nearest.of(given, Directives.names())).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', 0",
        "'', abc, 3",
        "abc, acb, 1",
        "abc, abd, 1",
        "abc, xyz, 3",
        "ab, ba, 1"
    })
    void distance_ofTwoWords_countsEdits(String from, String to, int distance) {
        assertThat(Nearest.distance(from, to)).isEqualTo(distance);
        assertThat(Nearest.distance(to, from)).isEqualTo(distance);
    }

    @ParameterizedTest
    @CsvSource({"abcd, true", "abce, true", "zzzz, false"})
    void of_aFewCandidates_staysWithinAThird(String word, boolean near) {
        assertThat(Nearest.of(word, List.of("abcd")).isEmpty()).isNotEqualTo(near);
    }
}
