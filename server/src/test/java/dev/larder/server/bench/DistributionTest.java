package dev.larder.server.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DistributionTest {
    private static final int DRAWS = 400_000;

    private static long[] counts(String distribution, int keys) {
        var random = new SplittableRandom(7);
        KeyChoice choice = Distribution.parse(distribution).choice(keys, 0, 1);
        var counts = new long[keys];
        for (int i = 0; i < DRAWS; i++) {
            counts[Math.toIntExact(choice.next(random))]++;
        }
        return counts;
    }

    @Test
    void uniform_overAFewKeys_drawsAllAlike() {
        for (long count : counts("uniform", 20)) {
            assertThat((double) count / DRAWS).isCloseTo(0.05, within(0.003));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.5, 0.99, 1, 1.2, 3})
    void zipf_ofAnyExponent_drawsRanksByTheirShare(double theta) {
        int keys = 1_000;
        long[] counts = counts("zipf:" + theta, keys);
        double all = 0;
        for (int rank = 1; rank <= keys; rank++) {
            all += Math.pow(rank, -theta);
        }
        double drawn = 0;
        double expected = 0;
        for (int rank = 1; rank <= keys; rank++) {
            drawn += (double) counts[rank - 1] / DRAWS;
            expected += Math.pow(rank, -theta) / all;
            assertThat(drawn).as("share of the first %d", rank).isCloseTo(expected, within(0.004));
        }
    }

    @Test
    void zipf_ofASingleKey_drawsIt() {
        assertThat(counts("zipf", 1)).containsExactly(DRAWS);
    }

    @Test
    void zipf_ofManyKeys_reachesTheLastOnes() {
        KeyChoice choice = Distribution.parse("zipf:0.5").choice(1_000_000_000_000L, 0, 1);
        var random = new SplittableRandom(1);
        long last = 0;
        for (int i = 0; i < 10_000; i++) {
            last = Math.max(last, choice.next(random));
        }
        assertThat(last).isBetween(990_000_000_000L, 999_999_999_999L);
    }

    @Test
    void gaussian_unlessTold_hasASixthOfTheKeysAsDeviation() {
        long[] counts = counts("gaussian", 600);
        double mean = 0;
        double squares = 0;
        for (int key = 0; key < counts.length; key++) {
            mean += key * (double) counts[key] / DRAWS;
            squares += Math.pow(key - 300, 2) * counts[key] / DRAWS;
        }
        assertThat(mean).isCloseTo(300, within(2.0));
        assertThat(Math.sqrt(squares)).isCloseTo(99, within(2.0)); // the tails are cut at three
    }

    @Test
    void gaussian_withADeviation_staysCloseToTheMiddle() {
        long[] counts = counts("gaussian:5", 600);
        long within = 0;
        for (int key = 290; key < 310; key++) {
            within += counts[key];
        }
        assertThat((double) within / DRAWS).isCloseTo(0.954, within(0.005));
    }

    @Test
    void sequential_ofSeveralThreads_drawsEachKeyOnceAndBeginsAgain() {
        var random = new SplittableRandom(1);
        var seen = new int[10];
        for (int thread = 0; thread < 3; thread++) {
            KeyChoice choice = Distribution.parse("sequential").choice(10, thread, 3);
            int share = thread == 0 ? 4 : 3;
            for (int i = 0; i < 2 * share; i++) {
                seen[(int) choice.next(random)]++;
            }
        }
        assertThat(seen).containsOnly(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "even",
                "zipf:",
                "zipf:x",
                "zipf:0",
                "zipf:-1",
                "zipf:11",
                "gaussian:0",
                "uniform:1",
                "sequential:2",
                "zipf:NaN"
            })
    void parse_ofWhatIsNoDistribution_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Distribution.parse(text));
    }
}
