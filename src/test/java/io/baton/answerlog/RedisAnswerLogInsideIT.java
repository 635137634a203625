package io.baton.answerlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.answer.Event;
import io.baton.answer.Frame;
import io.baton.inside.InsideTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The rules by which frames get into the log that all nodes share. */
class RedisAnswerLogInsideIT extends InsideTest {
    @Inject
    RedisAnswerLog shared;

    @Inject
    RemoteReaders remoteReaders;

    @Inject
    LogReplicator replicator;

    @Inject
    Clock clock;

    private final UUID answer = UUID.randomUUID();

    @Test
    void framesAreAppendedInTheOrderOfTheirNumbers() {
        assertEquals(new Receipt.Has(2), append(1, 1, 2));
        assertEquals(new Receipt.Has(3), append(1, 3, 3));
        assertEquals(List.of(1, 2, 3), numbers());
    }

    @Test
    void aRepetitionChangesNothing() {
        append(1, 1, 2);
        assertEquals(new Receipt.Has(2), append(1, 1, 2));
        assertEquals(new Receipt.Has(3), append(1, 2, 3));
        assertEquals(List.of(1, 2, 3), numbers());
    }

    @Test
    void noNumberIsLeftOut() {
        append(1, 1, 1);
        assertEquals(new Receipt.Has(1), append(1, 3, 3));
        assertEquals(List.of(1), numbers());
    }

    @Test
    void aLogThatIsMissingIsMadeOnlyFromItsFirstFrame() {
        assertEquals(new Receipt.Missing(), append(1, 2, 2));
        assertEquals(new Receipt.Has(2), append(1, 1, 2));
    }

    @Test
    void onceSealedAnOlderEpochAppendsNothing() {
        append(1, 1, 2);
        assertEquals(List.of(1, 2), sealed(2));
        assertEquals(new Receipt.Sealed(), append(1, 3, 3));
        assertEquals(new Receipt.Has(3), append(2, 3, 3));
        assertEquals(new Receipt.Sealed(), append(1, 3, 3));
        assertEquals(List.of(1, 2, 3), numbers());
    }

    @Test
    void sealingTwiceIsOneSealAndAnOlderSealIsRefused() {
        append(1, 1, 1);
        assertEquals(List.of(1), sealed(3));
        assertEquals(List.of(1), sealed(3));
        assertInstanceOf(Seal.Theirs.class, shared.seal(answer, 2).orElseThrow());
    }

    @Test
    void anEmptyLogIsSealedToo() {
        assertEquals(List.of(), sealed(2));
        assertEquals(new Receipt.Sealed(), append(1, 1, 1));
        assertEquals(new Receipt.Has(1), append(2, 1, 1));
    }

    @Test
    void aHigherEpochReplacesALowerLogWhole() {
        append(1, 1, 3);
        assertEquals(new Receipt.Missing(), append(2, 4, 4));
        assertEquals(new Receipt.Has(1), append(2, 1, 1));
        assertEquals(2, read(1).getFirst().epoch());
        assertEquals(List.of(1), numbers());
    }

    @Test
    void itIsReadFromAnyFrameOn() {
        append(1, 1, 5);
        assertEquals(List.of(4, 5), read(4).stream().map(Frame::n).toList());
        assertTrue(shared.read(Map.of(UUID.randomUUID(), 1)).orElseThrow().isEmpty());
    }

    @Test
    void othersSeeThatItIsRead() {
        assertEquals(Set.of(), remoteReaders.elsewhere(Set.of(answer)).orElseThrow());
        remoteReaders.mark(Set.of(answer));
        assertEquals(Set.of(answer), remoteReaders.elsewhere(Set.of(answer)).orElseThrow());
    }

    private Receipt append(int epoch, int from, int to) {
        var frames = IntStream.rangeClosed(from, to)
                .mapToObj(n -> new Frame(epoch, n, n, new Event.Chunk("piece " + n, n)))
                .toList();
        return shared.append(List.of(new Batch(answer, epoch, frames, true)))
                .orElseThrow()
                .getFirst();
    }

    private List<Integer> sealed(int epoch) {
        var seal = (Seal.Ours) shared.seal(answer, epoch).orElseThrow();
        return seal.frames().stream().map(Frame::n).toList();
    }

    private List<Integer> numbers() {
        return read(1).stream().map(Frame::n).toList();
    }

    private List<Frame> read(int from) {
        return shared.read(Map.of(answer, from)).orElseThrow().get(answer);
    }
}
