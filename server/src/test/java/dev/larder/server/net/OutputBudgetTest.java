package dev.larder.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OutputBudgetTest {
    private final OutputBudget budget = new OutputBudget(3, 1_000);

    @Test
    void isExceededBy_upToTheMost_isNever() {
        budget.publish(0, 600);
        budget.publish(1, 400);
        assertThat(budget.isExceededBy(0)).isFalse();
        assertThat(budget.isExceededBy(1)).isFalse();
    }

    @Test
    void isExceededBy_beyondTheMost_isTheLoopThatHoldsMost() {
        budget.publish(0, 600);
        budget.publish(1, 401);
        assertThat(budget.isExceededBy(0)).isTrue();
        assertThat(budget.isExceededBy(1)).isFalse();
        assertThat(budget.isExceededBy(2)).isFalse();
        budget.publish(0, 10);
        assertThat(budget.isExceededBy(1)).isFalse();
    }
}
