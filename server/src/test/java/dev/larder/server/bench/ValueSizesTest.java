package dev.larder.server.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ValueSizesTest {
    private static final int DRAWS = 200_000;

    private static Map<Integer, Double> shares(String sizes, double elapsed) {
        ValueSizes parsed = ValueSizes.parse(sizes);
        var shares = new TreeMap<Integer, Double>();
        for (long number = 0; number < DRAWS; number++) {
            shares.merge(
                    parsed.bytes(ValuePool.scatter(number), elapsed), 1.0 / DRAWS, Double::sum);
        }
        return shares;
    }

    @Test
    void bytes_ofOneSize_areThat() {
        assertThat(shares("32", 0.5)).containsOnlyKeys(32);
        assertThat(shares("0", 0.5)).containsOnlyKeys(0);
    }

    @Test
    void bytes_ofARange_areAllOfItAlike() {
        Map<Integer, Double> shares = shares("10-19", 0);
        assertThat(shares).hasSize(10).containsKeys(10, 19);
        assertThat(shares.values()).allSatisfy(s -> assertThat(s).isCloseTo(0.1, within(0.005)));
    }

    @Test
    void bytes_ofAList_followTheWeights() {
        Map<Integer, Double> shares = shares("100:70,1000:25,16384:5", 0);
        assertThat(shares).containsOnlyKeys(100, 1000, 16384);
        assertThat(shares.get(100)).isCloseTo(0.70, within(0.005));
        assertThat(shares.get(1000)).isCloseTo(0.25, within(0.005));
        assertThat(shares.get(16384)).isCloseTo(0.05, within(0.005));
    }

    @Test
    void bytes_ofPhases_shiftWithTime() {
        assertThat(shares("64/1000/20-21", 0)).containsOnlyKeys(64);
        assertThat(shares("64/1000/20-21", 0.32)).containsOnlyKeys(64);
        assertThat(shares("64/1000/20-21", 0.34)).containsOnlyKeys(1000);
        assertThat(shares("64/1000/20-21", 0.9)).containsOnlyKeys(20, 21);
        assertThat(shares("64/1000/20-21", 1)).containsOnlyKeys(20, 21);
    }

    @Test
    void max_ofPhasesAndLists_isTheLargestOfAll() {
        assertThat(ValueSizes.parse("64/1-900:3,20:5/7").max()).isEqualTo(900);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "-1",
                "9-8",
                "10:0",
                "10:x",
                "10:",
                "1//2",
                "99999999",
                "1,",
                "1:2:3"
            })
    void parse_ofWhatIsNoSize_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ValueSizes.parse(text));
    }
}
