package dev.larder.server.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CounterTest {
    @Test
    void catalogue_everyCounter_isAMeterAndATagOfItsOwn() {
        List<String> meters =
                Arrays.stream(Counter.values())
                        .map(c -> c.meter() + "{" + c.tag() + "=" + c.tagValue() + "}")
                        .toList();
        assertThat(meters).doesNotHaveDuplicates();
    }

    @Test
    void catalogue_countersOfOneMeter_areToldApartByTheSameTag() {
        for (Counter one : Counter.values()) {
            for (Counter other : Counter.values()) {
                if (one.meter().equals(other.meter())) {
                    assertThat(one.tag()).as("%s and %s", one, other).isEqualTo(other.tag());
                }
            }
        }
    }

    @Test
    void catalogue_everyInfoField_isShownOnce() {
        List<String> fields =
                Arrays.stream(Counter.values())
                        .map(Counter::infoField)
                        .filter(field -> !field.isEmpty())
                        .toList();
        assertThat(fields).doesNotHaveDuplicates().contains("keyspace_hits", "keyspace_misses");
    }

    @Test
    void catalogue_everyCounter_saysWhatItCountsInOneSentence() {
        for (Counter counter : Counter.values()) {
            assertThat(counter.help()).as(counter.name()).matches("[A-Z].*[^.]\\.");
            assertThat(counter.tag().isEmpty()).isEqualTo(counter.tagValue().isEmpty());
        }
    }
}
