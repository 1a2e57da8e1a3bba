package dev.larder.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LeakCheckTest {
    @Test
    void found_afterABufferIsLost_tellsWhereItWasLastSeen() {
        loseABuffer();
        String leak = null;
        for (int attempt = 0; leak == null && attempt < 100; attempt++) {
            leak = LeakCheck.found();
        }
        assertThat(leak).contains("LeakCheckTest");
    }

    @Test
    void found_afterEveryBufferIsReleased_isNull() {
        PooledByteBufAllocator.DEFAULT.heapBuffer(64).release();
        @Nullable String leak = LeakCheck.found();
        assertThat(leak).isNull();
    }

    private static void loseABuffer() {
        PooledByteBufAllocator.DEFAULT.heapBuffer(64).writeByte(1);
    }
}
