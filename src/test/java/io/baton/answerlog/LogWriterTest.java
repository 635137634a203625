package io.baton.answerlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.answer.Event;
import io.baton.answer.Frame;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LogWriterTest {
    private final LogWriter writer = new LogWriter(
            UUID.randomUUID(), 1, new AnswerLog(List.of()), writer -> {}, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    @Test
    void piecesThatWaitBecomeOneFrame() {
        say("one ", 1);
        say("two", 2);
        assertEquals(
                List.of(new Event.Chunk("one two", 2)),
                writer.batch().frames().stream().map(Frame::event).toList());
    }

    @Test
    void howeverMuchOneAnswerSaysNoMoreThanItsShareIsTakenAtATime() {
        var said = new StringBuilder();
        for (var i = 0; i < 100_000; i++) {
            say("t" + i + " 👩🏽‍🚀", i);
            said.append("t").append(i).append(" 👩🏽‍🚀");
        }
        var taken = new StringBuilder();
        for (var batch = writer.batch(); !batch.frames().isEmpty(); batch = writer.batch()) {
            assertTrue(batch.size() <= LogWriter.SHARE, batch::toString);
            taken.append(text(batch));
            writer.replicated(batch.last());
        }
        assertTrue(said.toString().contentEquals(taken));
    }

    @Test
    void aPieceThatIsTooLongForOneFrameBecomesMore() {
        say("👩🏽‍🚀".repeat(10_000), 1);
        var batch = writer.batch();
        assertTrue(batch.frames().size() > 1);
        batch.frames()
                .forEach(
                        frame -> assertEquals(0, frame.event().length() % "👩🏽‍🚀".length(), "a character is parted"));
    }

    @Test
    void whatCanNotBePartedGoesAlone() {
        writer.write(new Event.Logprobs("[" + "x".repeat(100_000) + "]"));
        say("t", 1);
        assertEquals(1, writer.batch().frames().size());
    }

    /** After a takeover the times tell which request an output belongs to, and so what each request costs. */
    @Test
    void aFrameHasTheTimeWhenItWasWrittenHoweverLateItIsReplicated() {
        var now = new AtomicLong(1_000);
        InstantSource clock = () -> Instant.ofEpochMilli(now.get());
        var timed = new LogWriter(
                UUID.randomUUID(), 1, new AnswerLog(List.of()), each -> {}, clock.withZone(ZoneOffset.UTC));
        timed.write(new Event.Chunk("one ", 1));
        now.set(2_000);
        timed.write(new Event.Chunk("two ", 2));
        now.set(3_000);
        timed.write(new Event.Switch("qwen2.5", "gemma-3", "cut", 8));
        now.set(9_000);
        assertEquals(
                List.of(1_000L, 3_000L),
                timed.batch().frames().stream().map(Frame::atMillis).toList());
    }

    private void say(String text, int tokens) {
        writer.write(new Event.Chunk(text, tokens));
    }

    private static String text(Batch batch) {
        return batch.frames().stream()
                .map(frame -> ((Event.Chunk) frame.event()).content())
                .collect(Collectors.joining());
    }
}
