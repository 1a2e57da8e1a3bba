package dev.larder.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RanksTest {
    private final Ranks ranks = new Ranks(4);

    @Test
    void first_whereNobodyCanBeEvicted_isNoShard() {
        assertThat(ranks.first()).isEqualTo(Ranks.NO_SHARD);
    }

    @Test
    void first_isTheLowestOfAll() {
        ranks.publish(0, 30);
        ranks.publish(2, 10);
        ranks.publish(3, 20);
        assertThat(ranks.first()).isEqualTo(2);
        ranks.publish(2, Ranks.NOBODY);
        assertThat(ranks.first()).isEqualTo(3);
        assertThat(ranks.of(3)).isEqualTo(20);
    }

    @Test
    void first_ofEqualRanks_isTheFirstShard() {
        ranks.publish(3, -5);
        ranks.publish(1, -5);
        assertThat(ranks.first()).isEqualTo(1);
    }
}
