package dev.larder.server.check;

import static dev.larder.server.check.InvariantViolation.require;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.server.testing.Allocation;
import org.junit.jupiter.api.Test;

final class InvariantViolationTest {
    @Test
    void require_ofWhatHolds_doesNothingAndAllocatesNothing() {
        Runnable checks =
                () -> {
                    for (int round = 0; round < 10_000; round++) {
                        require(true, "M1", "text");
                        require(true, "M1", "%d", round);
                        require(true, "M1", "%d %d", round, round);
                        require(true, "M1", "%d %d %d", round, round, round);
                        require(true, "M1", "%d %d %d %d", round, round, round, round);
                    }
                };
        checks.run();
        assertThat(Allocation.bytesDuring(checks)).isLessThan(1_000);
    }

    @Test
    void require_ofWhatDoesNot_namesTheInvariantAndTheFigures() {
        assertThatThrownBy(() -> require(false, "M3", "lost"))
                .isInstanceOf(InvariantViolation.class)
                .hasMessage("M3: lost");
        assertThatThrownBy(() -> require(false, "M3", "%d lost", 1)).hasMessage("M3: 1 lost");
        assertThatThrownBy(() -> require(false, "M3", "%d of %d", 1, 2)).hasMessage("M3: 1 of 2");
        assertThatThrownBy(() -> require(false, "M3", "%d %d %x", 1, 2, 255))
                .hasMessage("M3: 1 2 ff");
        assertThatThrownBy(() -> require(false, "M3", "%d %d %d %d", 1, 2, 3, 4))
                .hasMessage("M3: 1 2 3 4");
    }

    @Test
    void invariant_isTheNumberAlone() {
        var cause = new IllegalStateException("before");
        var violation = new InvariantViolation("L2", "slot 7", cause);
        assertThat(violation.invariant()).isEqualTo("L2");
        assertThat(violation).hasMessage("L2: slot 7").hasCause(cause);
    }
}
