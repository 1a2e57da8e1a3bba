package dev.larder.server.command.key;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.protocol.bytes.Slice;
import dev.larder.protocol.resp.ReplyBuffer;
import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.protocol.resp.RespVersion;
import dev.larder.server.command.ReplyException;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

final class KeyListTest {
    private static final int ROOM_BYTES = 1 << 20;

    private final KeyRoom room = new KeyRoom(ROOM_BYTES);

    @Test
    void writeTo_ofKeysOfAllLengths_writesThemInOrder() {
        int count = 2_000;
        IntUnaryOperator length = index -> index * 37 % 401;
        try (KeyList list = list("*")) {
            var expected = new StringBuilder("*" + count + "\r\n");
            for (int index = 0; index < count; index++) {
                String key = "k".repeat(length.applyAsInt(index));
                add(list, key);
                expected.append('$').append(key.length()).append("\r\n" + key + "\r\n");
            }
            assertThat(written(list)).isEqualTo(expected.toString());
        }
    }

    @Test
    void visit_ofTheLongestKeys_keepsThem() {
        String key = "k".repeat(57_344);
        try (KeyList list = list("*")) {
            for (int index = 0; index < 3; index++) {
                add(list, key);
            }
            assertThat(written(list)).isEqualTo("*3\r\n" + ("$57344\r\n" + key + "\r\n").repeat(3));
        }
    }

    @Test
    void visit_ofALongKeyAfterAShorterOne_keepsBoth() {
        String shorter = "s".repeat(10_000);
        String key = "k".repeat(57_344);
        try (KeyList list = list("*")) {
            add(list, shorter);
            add(list, key);
            assertThat(written(list))
                    .isEqualTo("*2\r\n$10000\r\n" + shorter + "\r\n$57344\r\n" + key + "\r\n");
        }
    }

    @Test
    void visit_ofAnotherKey_keepsItNot() {
        try (KeyList list = list("a*")) {
            add(list, "b");
            add(list, "ab");
            assertThat(written(list)).isEqualTo("*1\r\n$2\r\nab\r\n");
        }
    }

    @Test
    void visit_beyondTheRoom_fails_andCloseGivesTheRoomBack() {
        for (int round = 0; round < 3; round++) {
            try (KeyList list = list("*")) {
                assertThatThrownBy(
                                () -> {
                                    for (int bytes = 0; bytes < 2 * ROOM_BYTES; bytes += 100) {
                                        add(list, "k".repeat(100));
                                    }
                                })
                        .isInstanceOf(ReplyException.class);
            }
        }
        room.take(ROOM_BYTES);
    }

    private KeyList list(String pattern) {
        var slice = new Slice();
        slice.set(pattern.getBytes(ISO_8859_1), 0, pattern.length());
        return new KeyList(slice, room);
    }

    private static void add(KeyList list, String key) {
        list.visit(key.getBytes(ISO_8859_1), 0, key.length());
    }

    private static String written(KeyList list) {
        var buffer = new ReplyBuffer();
        list.writeTo(ReplyWriter.of(RespVersion.RESP2, buffer));
        return new String(buffer.toBytes(), ISO_8859_1);
    }
}
