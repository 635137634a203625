package io.baton.answerlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.answer.ErrorCode;
import io.baton.answer.Event;
import io.baton.answer.Frame;
import io.baton.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnswerLogTest {
    private static final Duration LONG = Duration.ofHours(1);
    private final AnswerLog log = new AnswerLog(List.of());

    @Test
    void readersSeeOnlyWhatWasShown() throws InterruptedException {
        frames(1, 3).forEach(log::add);
        assertEquals(List.of(), numbersAfter(0));
        log.show(2);
        assertEquals(List.of(1, 2), numbersAfter(0));
        log.show(1);
        assertEquals(List.of(2), numbersAfter(1));
        log.show(7);
        assertEquals(List.of(3), numbersAfter(2));
    }

    /** The frame comes when both are waiting, and long before they would give up. */
    @Test
    void readersWaitForTheNextFrameAndAllGetIt() throws InterruptedException {
        log.mirror(frames(1, 1));
        var read = new ConcurrentLinkedQueue<List<Integer>>();
        var readers = List.of(
                Thread.startVirtualThread(() -> read.add(waitAfter(1))),
                Thread.startVirtualThread(() -> read.add(waitAfter(1))));
        for (var reader : readers) {
            Await.until("it waits", reader::getState, Thread.State.TIMED_WAITING::equals);
        }
        log.mirror(frames(1, 2));
        for (var reader : readers) {
            assertTrue(reader.join(Await.ENOUGH), "it was woken");
        }
        assertEquals(List.of(List.of(2), List.of(2)), List.copyOf(read));
    }

    @Test
    void aReaderWhoWillNotWaitGetsWhatThereIs() throws InterruptedException {
        log.mirror(frames(1, 1));
        assertEquals(List.of(), log.read(1, 1, Duration.ZERO));
        assertEquals(List.of(), log.read(7, 1, Duration.ZERO));
    }

    @Test
    void oneReadIsBoundedAndTheNextGoesOnThere() throws InterruptedException {
        log.mirror(frames(1, 1_000));
        var read = 0;
        for (var part = numbersAfter(0); !part.isEmpty(); part = numbersAfter(read)) {
            assertTrue(part.size() < 1_000);
            assertEquals(read + 1, part.getFirst());
            read = part.getLast();
        }
        assertEquals(1_000, read);
    }

    @Test
    void aMirrorTakesWhatFollowsOnce() throws InterruptedException {
        log.mirror(frames(1, 2));
        log.mirror(frames(1, 4));
        log.mirror(List.of(frame(1, 9)));
        assertEquals(List.of(1, 2, 3, 4), numbersAfter(0));
    }

    @Test
    void aMirrorOfALogThatWasReplacedTakesNothing() throws InterruptedException {
        log.mirror(frames(1, 3));
        assertFalse(log.mirror(List.of(frame(2, 3), frame(2, 4))));
        assertTrue(log.mirror(List.of(frame(1, 2), frame(1, 3), frame(2, 4))));
        assertEquals(List.of(1, 2, 3, 4), numbersAfter(0));
    }

    @Test
    void aPublishedFrameThatFollowsIsAppendedAndAKnownOneIsNot() throws InterruptedException {
        assertTrue(log.push(frame(1, 1)));
        assertTrue(log.push(frame(1, 2)));
        assertTrue(log.push(frame(1, 1)));
        assertEquals(List.of(1, 2), numbersAfter(0));
    }

    @Test
    void theLogMustBeReadWhenAPublishedFrameLeavesAGapOrIsOfAnotherEpoch() throws InterruptedException {
        assertFalse(log.push(frame(1, 2)));
        log.mirror(frames(1, 2));
        assertFalse(log.push(frame(1, 4)));
        assertFalse(log.push(frame(2, 3)));
        assertFalse(log.push(frame(2, 1)));
        assertEquals(List.of(1, 2), numbersAfter(0));
    }

    @Test
    void anOriginalTakesNoPublishedFrames() throws InterruptedException {
        log.own();
        assertTrue(log.push(frame(1, 1)));
        assertEquals(List.of(), numbersAfter(0));
    }

    @Test
    void onlyAMirrorIsInDoubtUntilItsRowWasRead() {
        assertTrue(log.isInDoubt());
        log.clearDoubt();
        log.markInDoubt();
        assertTrue(log.isInDoubt());
        log.own();
        log.markInDoubt();
        assertFalse(log.isInDoubt());
        assertFalse(new AnswerLog(frames(1, 1)).isInDoubt());
    }

    @Test
    void aReaderWhoseLastFrameIsAnotherNowGetsOnlyThat() throws InterruptedException {
        log.mirror(List.of(frame(1, 1), frame(2, 2), frame(2, 3)));
        assertEquals(List.of(2, 3), numbersAfter(1));
        assertEquals(List.of(frame(2, 2)), log.read(2, 1, LONG));
        assertEquals(List.of(frame(2, 3)), log.read(2, 2, LONG));
    }

    @Test
    void whatWasNotShownIsGoneWhenAnotherNodeWritesOn() throws InterruptedException {
        frames(1, 3).forEach(log::add);
        log.show(1);
        log.disown();
        log.mirror(List.of(frame(1, 1), frame(2, 2)));
        assertEquals(List.of(frame(2, 2)), log.read(1, 1, Duration.ZERO));
    }

    @Test
    void logsAgreeWhenOneBeginsLikeTheOther() {
        log.mirror(frames(1, 3));
        assertTrue(log.agreesWith(List.of()));
        assertTrue(log.agreesWith(frames(1, 2)));
        assertTrue(log.agreesWith(frames(1, 5)));
        assertFalse(log.agreesWith(List.of(frame(1, 1), frame(2, 2))));
    }

    @Test
    void itHasEndedOnceReadersSeeTheTerminalFrame() {
        log.add(new Frame(1, 1, 0, new Event.Failed(ErrorCode.UNKNOWN_ERROR)));
        assertFalse(log.hasEnded());
        log.show(1);
        assertTrue(log.hasEnded());
    }

    private static List<Frame> frames(int epoch, int upTo) {
        return IntStream.rangeClosed(1, upTo).mapToObj(n -> frame(epoch, n)).toList();
    }

    private static Frame frame(int epoch, int n) {
        return new Frame(epoch, n, n, new Event.Chunk("piece " + n, n));
    }

    private List<Integer> numbersAfter(int n) throws InterruptedException {
        return log.read(n, 1, Duration.ZERO).stream().map(Frame::n).toList();
    }

    private List<Integer> waitAfter(int n) {
        try {
            return log.read(n, 1, LONG).stream().map(Frame::n).toList();
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }
}
