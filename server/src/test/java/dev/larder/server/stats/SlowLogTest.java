package dev.larder.server.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.Allocation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SlowLogTest {
    private final SlowLog log = new SlowLog();

    @Test
    void isSlow_atTheThreshold_isTrueFromThereOn() {
        log.slowerThanMicros(1_000);
        assertThat(log.isSlow(999_999)).isFalse();
        assertThat(log.isSlow(1_000_000)).isTrue();
    }

    @Test
    void isSlow_withThresholdZeroAndNegative_isAlwaysAndNever() {
        log.slowerThanMicros(0);
        assertThat(log.isSlow(0)).isTrue();
        log.slowerThanMicros(-1);
        assertThat(log.isSlow(Long.MAX_VALUE - 1)).isFalse();
    }

    @Test
    void isSlow_withTheLargestThresholdASettingAllows_doesNotOverflow() {
        log.slowerThanMicros(Long.MAX_VALUE);
        assertThat(log.isSlow(1_000_000_000)).isFalse();
    }

    @Test
    void newest_afterSeveral_isNewestFirstWithGrowingIds() {
        add("GET", "a");
        add("GET", "b");
        add("GET", "c");
        List<SlowLog.Entry> newest = log.newest(2);
        assertThat(newest).extracting(SlowLog.Entry::id).containsExactly(2L, 1L);
        assertThat(texts(newest.getFirst())).containsExactly("GET", "c");
        assertThat(newest.getFirst().micros()).isEqualTo(12_345);
        assertThat(newest.getFirst().address()).isEqualTo("127.0.0.1:5");
        assertThat(log.newest(-1)).hasSize(3);
        assertThat(log.newest(0)).isEmpty();
    }

    @Test
    void add_beyondTheMaximum_dropsTheOldest() {
        log.maxLength(2);
        add("1");
        add("2");
        add("3");
        assertThat(log.length()).isEqualTo(2);
        log.maxLength(1);
        assertThat(texts(log.newest(-1).getFirst())).containsExactly("3");
        log.maxLength(0);
        add("4");
        assertThat(log.length()).isZero();
    }

    @Test
    void reset_afterEntries_keepsCountingIds() {
        add("1");
        log.reset();
        assertThat(log.length()).isZero();
        add("2");
        assertThat(log.newest(-1).getFirst().id()).isEqualTo(1);
    }

    @Test
    void add_ofLongAndManyArguments_keepsTheBeginningAndSaysWhatIsMissing() {
        String[] arguments = new String[40];
        java.util.Arrays.fill(arguments, "x");
        arguments[1] = "y".repeat(128);
        arguments[2] = "z".repeat(300);
        add(arguments);
        List<String> texts = texts(log.newest(1).getFirst());
        assertThat(texts).hasSize(32);
        assertThat(texts.get(1)).isEqualTo("y".repeat(128));
        assertThat(texts.get(2)).isEqualTo("z".repeat(128) + "... (172 more bytes)");
        assertThat(texts.get(30)).isEqualTo("x");
        assertThat(texts.get(31)).isEqualTo("... (9 more arguments)");
    }

    @Test
    void add_ofExactlyThirtyTwoArguments_keepsThemAll() {
        String[] arguments = new String[32];
        java.util.Arrays.fill(arguments, "x");
        add(arguments);
        assertThat(texts(log.newest(1).getFirst())).hasSize(32).containsOnly("x");
    }

    @Test
    void isSlow_forAnyCommand_allocatesNothing() {
        long[] slow = new long[1];
        Runnable hundredThousand =
                () -> {
                    for (int i = 0; i < 100_000; i++) {
                        slow[0] += log.isSlow(i) ? 1 : 0;
                    }
                };
        hundredThousand.run();
        hundredThousand.run();
        assertThat(Allocation.bytesDuring(hundredThousand)).isLessThan(1_000);
        assertThat(slow[0]).isZero();
    }

    private void add(String... arguments) {
        log.add(1_700_000_000, 12_345_678, request(arguments), "127.0.0.1:5", "worker");
    }

    private static List<String> texts(SlowLog.Entry entry) {
        return entry.arguments().stream()
                .map(argument -> new String(argument, StandardCharsets.ISO_8859_1))
                .toList();
    }

    private static SlowLog.Request request(String... arguments) {
        return new SlowLog.Request() {
            @Override
            public int count() {
                return arguments.length;
            }

            @Override
            public long length(int index) {
                return arguments[index].length();
            }

            @Override
            public void copy(int index, byte[] to, int count) {
                byte[] from = arguments[index].getBytes(StandardCharsets.ISO_8859_1);
                System.arraycopy(from, 0, to, 0, count);
            }
        };
    }
}
