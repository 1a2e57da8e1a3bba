package dev.larder.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DescriptorsTest {
    private static List<String> limits(String soft) {
        return List.of(
                "Limit                     Soft Limit           Hard Limit           Units     ",
                "Max processes             1024                 1024                 processes ",
                "Max open files            "
                        + soft
                        + "                 4096                 files     ");
    }

    @Test
    void clientsMax_leavesRoomForOthers() {
        assertThat(Descriptors.clientsMax(limits("1024"), 4)).isEqualTo(1024 - 64 - 16);
    }

    @Test
    void clientsMax_withHardlyAnyFiles_isOne() {
        assertThat(Descriptors.clientsMax(limits("40"), 4)).isEqualTo(1);
    }

    @Test
    void clientsMax_withoutALimit_isWithoutOne() {
        assertThat(Descriptors.clientsMax(limits("unlimited"), 4)).isEqualTo(Integer.MAX_VALUE);
        assertThat(Descriptors.clientsMax(List.of(), 4)).isEqualTo(Integer.MAX_VALUE);
    }
}
