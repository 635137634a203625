package io.baton.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.chat.AnswerLog.Append;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class MemoryLogTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private final MemoryLog log = new MemoryLog();
    private final UUID answer = UUID.randomUUID();

    @Test
    void framesAreReadInTheOrderOfTheirNumbers() throws InterruptedException {
        append(1, 1);
        append(1, 2);
        append(1, 3);
        assertEquals(List.of(1, 2, 3), numbersAfter(0));
        assertEquals(List.of(3), numbersAfter(2));
    }

    @Test
    void aRepetitionChangesNothing() throws InterruptedException {
        append(1, 1);
        append(1, 2);
        assertEquals(Append.REPEATED, append(1, 1));
        assertEquals(List.of(1, 2), numbersAfter(0));
    }

    @Test
    void anotherFrameOfTheSameNumberIsStale() {
        append(1, 1);
        assertEquals(Append.STALE, log.append(answer, new Frame(1, 1, 0, new Event.Chunk("else", 1))));
    }

    @Test
    void noNumberIsLeftOut() {
        assertEquals(Append.STALE, append(1, 2));
        append(1, 1);
        assertEquals(Append.STALE, append(1, 3));
    }

    @Test
    void anOlderEpochIsStaleAndNumbersRunOnAcrossEpochs() throws InterruptedException {
        append(1, 1);
        assertEquals(Append.DONE, append(2, 2));
        assertEquals(Append.STALE, append(1, 3));
        assertEquals(Append.DONE, append(2, 3));
        assertEquals(List.of(1, 2, 3), numbersAfter(0));
    }

    @Test
    void nothingFollowsTheTerminalFrame() {
        append(1, 1);
        var terminal = new Frame(1, 2, 0, new Event.Failed(ErrorCode.ALL_MODELS_FAILED));
        assertEquals(Append.DONE, log.append(answer, terminal));
        assertEquals(Append.REPEATED, log.append(answer, terminal));
        assertEquals(Append.STALE, append(1, 3));
        assertEquals(Append.STALE, append(2, 3));
    }

    @Test
    void aReaderOfAnUnknownAnswerIsToldSoAtOnce() throws InterruptedException {
        assertTrue(log.read(UUID.randomUUID(), 0, LONG).isEmpty());
    }

    @Test
    void aReaderWhoWillNotWaitGetsWhatThereIs() throws InterruptedException {
        append(1, 1);
        assertEquals(List.of(), log.read(answer, 1, Duration.ZERO).orElseThrow());
        assertEquals(List.of(), log.read(answer, 7, Duration.ZERO).orElseThrow());
    }

    @Test
    void readersWaitForTheNextFrameAndAllGetIt() throws InterruptedException, ExecutionException {
        append(1, 1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = CompletableFuture.supplyAsync(() -> waitAfter(1), threads);
            var other = CompletableFuture.supplyAsync(() -> waitAfter(1), threads);
            append(1, 2);
            assertEquals(List.of(2), one.get());
            assertEquals(List.of(2), other.get());
        }
    }

    @Test
    void oneReadIsBoundedAndTheNextGoesOnThere() throws InterruptedException {
        for (var n = 1; n <= 1_000; n++) {
            append(1, n);
        }
        var read = 0;
        for (var part = numbersAfter(0); !part.isEmpty(); part = numbersAfter(read)) {
            assertTrue(part.size() < 1_000);
            assertEquals(read + 1, part.getFirst());
            read = part.getLast();
        }
        assertEquals(1_000, read);
    }

    @Test
    void onlyTheLastThousandEndedAnswersAreKept() throws InterruptedException {
        append(1, 1);
        var ended = new Event.Failed(ErrorCode.UNKNOWN_ERROR);
        var first = UUID.randomUUID();
        log.append(first, new Frame(1, 1, 0, ended));
        for (var i = 0; i < 1_000; i++) {
            log.append(UUID.randomUUID(), new Frame(1, 1, 0, ended));
        }
        assertTrue(log.read(first, 0, Duration.ZERO).isEmpty());
        assertEquals(List.of(1), numbersAfter(0));
    }

    private Append append(int epoch, int n) {
        return log.append(answer, new Frame(epoch, n, n, new Event.Chunk("piece " + n, n)));
    }

    private List<Integer> numbersAfter(int n) throws InterruptedException {
        return log.read(answer, n, Duration.ZERO).orElseThrow().stream()
                .map(Frame::n)
                .toList();
    }

    private List<Integer> waitAfter(int n) {
        try {
            return log.read(answer, n, LONG).orElseThrow().stream()
                    .map(Frame::n)
                    .toList();
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }
}
