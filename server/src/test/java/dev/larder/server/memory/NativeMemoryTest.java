package dev.larder.server.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class NativeMemoryTest {
    private static final long UNIT = NativeMemory.UNIT_BYTES;

    @ParameterizedTest
    @EnumSource
    void reserve_onPagesOfAnySize_answersZeroedWholeUnits(LargePages largePages) {
        try (var memory = NativeMemory.reserve(UNIT + 1, largePages)) {
            assertThat(memory.reservedBytes()).isEqualTo(2 * UNIT);
            assertThat(memory.bytes().size()).isEqualTo(2 * UNIT);
            assertThat(memory.bytes().longAt(2 * UNIT - 8)).isZero();
        }
    }

    @Test
    void reserve_ofMoreThanThereIs_saysHowMuchAndWhy() {
        assertThatThrownBy(() -> NativeMemory.reserve(1L << 60))
                .isInstanceOf(MemoryUnavailableException.class)
                .hasMessageContaining("cannot reserve 1152921504608944128 bytes")
                .hasMessageContaining("Cannot allocate memory");
    }

    @Test
    void reserve_ofNothing_isRefused() {
        assertThatThrownBy(() -> NativeMemory.reserve(0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NativeMemory.reserve(-1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NativeMemory.reserve(Long.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void giveBack_ofAWrittenUnit_zeroesThatUnitOnly() {
        try (var memory = NativeMemory.reserve(3 * UNIT)) {
            RawBytes bytes = memory.bytes();
            bytes.fill(0, 3 * UNIT, (byte) 1);
            assertThat(memory.giveBack(UNIT, UNIT)).isTrue();
            assertThat(bytes.byteAt(UNIT - 1)).isEqualTo((byte) 1);
            assertThat(bytes.byteAt(UNIT)).isZero();
            assertThat(bytes.byteAt(2 * UNIT - 1)).isZero();
            assertThat(bytes.byteAt(2 * UNIT)).isEqualTo((byte) 1);
        }
    }

    @Test
    void giveBack_ofLessThanUnitsOrBeyondTheEnd_isRefused() {
        try (var memory = NativeMemory.reserve(2 * UNIT)) {
            assertThatThrownBy(() -> memory.giveBack(1, UNIT))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> memory.giveBack(0, UNIT / 2))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> memory.giveBack(UNIT, 2 * UNIT))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }
}
