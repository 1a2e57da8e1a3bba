package dev.larder.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.protocol.resp.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A connection without a socket, on a clock that stands still until it is told to move.
final class ConnectionTest {
    private static final int IN_FLIGHT_MAX = 3;

    private final List<Reply.Push> pushes = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel(queue());
    private final Connection connection = new Connection(channel, IN_FLIGHT_MAX);

    private ReplyQueue queue() {
        ClientConfig config =
                ClientConfig.of("unused", 1)
                        .withInFlightMax(IN_FLIGHT_MAX)
                        .withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(10));
        return new ReplyQueue(config, pushes::add);
    }

    @AfterEach
    void closeChannel() {
        channel.finishAndReleaseAll();
    }

    private CompletableFuture<Reply> call(String word) {
        CompletableFuture<Reply> reply = connection.call(List.of(word.getBytes(UTF_8)));
        channel.runPendingTasks();
        return reply;
    }

    private void answer(String bytes) {
        channel.writeInbound(Unpooled.copiedBuffer(bytes, ISO_8859_1));
    }

    private String sent() {
        StringBuilder sent = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            sent.append(part.toString(ISO_8859_1));
            part.release();
        }
        return sent.toString();
    }

    private static Throwable failure(CompletableFuture<Reply> reply) {
        assertThat(reply).isCompletedExceptionally();
        return reply.exceptionNow();
    }

    @Test
    void call_thenReplies_inPieces_completesInOrder() {
        CompletableFuture<Reply> first = call("A");
        CompletableFuture<Reply> second = call("B");
        assertThat(sent()).isEqualTo("*1\r\n$1\r\nA\r\n*1\r\n$1\r\nB\r\n");
        answer("+on");
        assertThat(first).isNotDone();
        answer("e\r\n:");
        assertThat(first).isCompletedWithValue(new Reply.Simple("one"));
        assertThat(second).isNotDone();
        answer("2\r\n");
        assertThat(second).isCompletedWithValue(new Reply.WholeNumber(2));
    }

    @Test
    void call_beyondTheBound_failsAtOnceAndIsNotSent() {
        var _ = call("A");
        var _ = call("B");
        var _ = call("C");
        sent();
        assertThat(failure(call("D")))
                .isInstanceOf(BusyException.class)
                .hasMessageContaining("3 requests");
        assertThat(sent()).isEmpty();
        answer("+a\r\n");
        assertThat(call("E")).isNotDone();
        assertThat(failure(call("F"))).isInstanceOf(BusyException.class);
    }

    @Test
    void call_cancelledByItsCaller_stillCountsUntilAnswered() {
        call("A").cancel(false);
        CompletableFuture<Reply> second = call("B");
        var _ = call("C");
        assertThat(failure(call("D"))).isInstanceOf(BusyException.class);
        answer("+a\r\n+b\r\n");
        assertThat(second).isCompletedWithValue(new Reply.Simple("b"));
    }

    @Test
    void callAll_ofMoreThanFit_sendsNone() {
        List<byte[]> request = List.of("A".getBytes(UTF_8));
        List<CompletableFuture<Reply>> replies =
                connection.callAll(List.of(request, request, request, request));
        channel.runPendingTasks();
        assertThat(replies)
                .allSatisfy(reply -> assertThat(failure(reply)).isInstanceOf(BusyException.class));
        assertThat(sent()).isEmpty();
    }

    @Test
    void call_withoutWords_isRefused() {
        assertThatThrownBy(() -> connection.call(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        var _ = call("A");
        var _ = call("B");
        assertThat(call("C")).as("it took no room").isNotDone();
    }

    @Test
    void time_passingWithoutAReply_failsTheOldestAsLateAndTheOthersAsLost() {
        channel.freezeTime();
        CompletableFuture<Reply> late = call("A");
        channel.advanceTimeBy(6, TimeUnit.SECONDS);
        CompletableFuture<Reply> lost = call("B");
        channel.advanceTimeBy(3_999, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
        assertThat(late).isNotDone();
        channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
        assertThat(failure(late)).isInstanceOf(TimedOutException.class);
        assertThat(failure(lost)).isInstanceOf(ConnectionLostException.class);
        assertThat(channel.isOpen()).isFalse();
        assertThat(failure(call("C"))).isInstanceOf(ConnectionLostException.class);
    }

    @Test
    void time_passingWithRepliesInTime_movesTheLimitOn() {
        channel.freezeTime();
        for (int turn = 0; turn < 10; turn++) {
            CompletableFuture<Reply> reply = call("A");
            channel.advanceTimeBy(9, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
            answer("+a\r\n");
            assertThat(reply).as("turn %d", turn).isCompleted();
        }
        channel.advanceTimeBy(1, TimeUnit.HOURS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).as("idle connections stay").isTrue();
    }

    @Test
    void push_atAnyTime_goesToTheListener() {
        answer(">1\r\n+first\r\n");
        CompletableFuture<Reply> reply = call("A");
        answer(">1\r\n+second\r\n+a\r\n");
        assertThat(reply).isCompletedWithValue(new Reply.Simple("a"));
        assertThat(pushes).hasSize(2);
    }

    @Test
    void reply_thatNobodyAskedFor_endsTheConnection() {
        answer("+hello\r\n");
        assertThat(channel.isOpen()).isFalse();
        assertThat(failure(call("A")))
                .isInstanceOf(ConnectionLostException.class)
                .hasMessageContaining("nobody asked");
    }

    @Test
    void listener_thatThrows_endsTheConnection() {
        EmbeddedChannel strict =
                new EmbeddedChannel(
                        new ReplyQueue(
                                ClientConfig.of("unused", 1),
                                push -> {
                                    throw new IllegalStateException("no");
                                }));
        Connection fragile = new Connection(strict, 1);
        CompletableFuture<Reply> reply = fragile.call(List.of("A".getBytes(UTF_8)));
        strict.runPendingTasks();
        strict.writeInbound(Unpooled.copiedBuffer(">1\r\n+x\r\n+a\r\n", ISO_8859_1));
        assertThat(strict.isOpen()).isFalse();
        assertThatThrownBy(reply::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ConnectionLostException.class);
        strict.finishAndReleaseAll();
    }
}
