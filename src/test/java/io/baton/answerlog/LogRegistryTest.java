package io.baton.answerlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.answer.Event;
import io.baton.answer.Frame;
import io.baton.testing.Await;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogRegistryTest {
    private final LogRegistry logs = new LogRegistry();

    @Test
    void manyShortLogsAreKept() {
        var ids = IntStream.range(0, 1_000).mapToObj(i -> ended(50)).toList();
        assertTrue(ids.stream().allMatch(id -> logs.find(id).isPresent()));
    }

    @Test
    void ofLongOnesOnlyTheLastAreKeptSoThatTheyDoNotFillTheMemory() {
        var ids = IntStream.range(0, 100).mapToObj(i -> ended(4_000)).toList();
        assertEquals(24, ids.stream().filter(id -> logs.find(id).isPresent()).count());
        assertTrue(logs.find(ids.getLast()).isPresent());
    }

    @Test
    void oneThatEndsTwiceOrIsForgottenTakesNoRoomOfOthers() {
        for (var i = 0; i < 100; i++) {
            var id = ended(4_000);
            logs.keepEnded(id, logs.find(id).orElseThrow());
            logs.forget(id);
        }
        var ids = IntStream.range(0, 24).mapToObj(i -> ended(4_000)).toList();
        assertTrue(ids.stream().allMatch(id -> logs.find(id).isPresent()));
    }

    /** Without that it would wait for ever: only logs in the registry are woken. */
    @Test
    void aReaderOfALogThatIsDroppedLooksForItAgain() throws InterruptedException {
        var id = UUID.randomUUID();
        var log = logs.mirror(id, List.of());
        var reader = Thread.startVirtualThread(() -> {
            try {
                log.read(0, 0);
            } catch (InterruptedException unexpected) {
                throw new IllegalStateException(unexpected);
            }
        });
        Await.until("it waits", reader::getState, Thread.State.WAITING::equals);
        logs.forget(id, log);
        assertTrue(reader.join(Await.ENOUGH), "it was woken");
        assertEquals(List.of(), log.read(0, 0));
    }

    private UUID ended(int frames) {
        var id = UUID.randomUUID();
        logs.own(
                id,
                IntStream.rangeClosed(1, frames)
                        .mapToObj(n -> new Frame(1, n, Instant.EPOCH.toEpochMilli(), new Event.Chunk("t", n)))
                        .toList(),
                log -> new LogWriter(id, 1, log, writer -> {}, Clock.systemUTC()));
        logs.keepEnded(id, logs.find(id).orElseThrow());
        return id;
    }

    @Test
    void theOneThatJustEndedIsKeptHoweverLong() {
        var id = ended(200_000);
        assertEquals(List.of(true), List.of(logs.find(id).isPresent()));
    }
}
