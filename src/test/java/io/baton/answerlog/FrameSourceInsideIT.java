package io.baton.answerlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.answer.ErrorCode;
import io.baton.answer.Event;
import io.baton.answer.Frame;
import io.baton.inside.InsideTest;
import io.baton.inside.Sql;
import io.baton.platform.Ids;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a reader gets of an answer of another node that has ended. */
class FrameSourceInsideIT extends InsideTest {

    @Inject
    FrameSource frames;

    @Inject
    RedisAnswerLog shared;

    @Inject
    LogReplicator replicator;

    @Inject
    Clock clock;

    private final UUID answer = Ids.next();

    @Test
    void aMissingTerminalFrameIsMadeFromTheRow() throws Exception {
        append(new Event.Start("qwen2.5", UUID.randomUUID(), null), new Event.Chunk("half", 1));
        ended("failed", 3);
        var whole = read(0, 0);
        assertEquals(List.of(1, 2, 3), numbers(whole));
        assertEquals(
                new Event.Failed(ErrorCode.ALL_MODELS_FAILED), whole.getLast().event());
        assertEquals(1, whole.getLast().epoch());
    }

    @Test
    void whoHasSeenFramesThatAreGoneIsToldSo() throws Exception {
        ended("failed", 9);
        var rest = read(8, 1);
        assertTrue(rest.getLast().n() <= 8, rest::toString);
        assertTrue(rest.getLast().event().isTerminal());
    }

    @Test
    void whoBeginsAnewGetsWhatIsStored() throws Exception {
        ended("failed", 9);
        var whole = read(0, 0);
        assertEquals(List.of(1, 2), numbers(whole));
        assertEquals(2, whole.getFirst().epoch());
    }

    private void append(Event... events) {
        var written = new ArrayList<Frame>();
        for (var event : events) {
            written.add(new Frame(1, written.size() + 1, 0, event));
        }
        shared.append(List.of(new Batch(answer, 1, written, true))).orElseThrow();
    }

    private void ended(String state, int terminalN) throws SQLException {
        Sql.run(
                """
                insert into answer
                  (id, message_id, user_id, owner, epoch, state, request, model, error_code, terminal_n, started_at, ended_at)
                values (?, ?, ?, ?, 1, ?, '{"v":1,"model":"qwen2.5"}', 'qwen2.5', 'ALL_MODELS_FAILED', ?,
                  now() - interval '1 minute', now() - interval '1 minute')
                """,
                answer,
                UUID.randomUUID(),
                UUID.randomUUID().toString().replace("-", ""),
                UUID.randomUUID(),
                state,
                terminalN);
    }

    /** As a follower does: until the terminal frame is there. */
    private List<Frame> read(int after, int epoch) throws InterruptedException {
        var read = new ArrayList<Frame>();
        while (read.isEmpty() || !read.getLast().event().isTerminal()) {
            var last = read.isEmpty() ? null : read.getLast();
            read.addAll(frames.after(answer, last == null ? after : last.n(), last == null ? epoch : last.epoch()));
        }
        return read;
    }

    private static List<Integer> numbers(List<Frame> frames) {
        return frames.stream().map(Frame::n).toList();
    }
}
