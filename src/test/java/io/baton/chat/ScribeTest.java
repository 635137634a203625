package io.baton.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScribeTest {
    private final Scribe scribe = new Scribe(
            UUID.randomUUID(), 1, new Log(List.of()), scribe -> {}, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    @Test
    void piecesThatWaitBecomeOneFrame() {
        say("one ", 1);
        say("two", 2);
        assertEquals(
                List.of(new Event.Chunk("one two", 2)),
                scribe.parcel().frames().stream().map(Frame::event).toList());
    }

    @Test
    void howeverMuchOneAnswerSaysNoMoreThanItsShareIsTakenAtATime() {
        var said = new StringBuilder();
        for (var i = 0; i < 100_000; i++) {
            say("t" + i + " 👩🏽‍🚀", i);
            said.append("t").append(i).append(" 👩🏽‍🚀");
        }
        var taken = new StringBuilder();
        for (var parcel = scribe.parcel(); !parcel.frames().isEmpty(); parcel = scribe.parcel()) {
            assertTrue(parcel.size() <= Scribe.SHARE, parcel::toString);
            taken.append(text(parcel));
            scribe.shipped(parcel.last());
        }
        assertTrue(said.toString().contentEquals(taken));
    }

    @Test
    void aPieceThatIsTooLongForOneFrameBecomesMore() {
        say("👩🏽‍🚀".repeat(10_000), 1);
        var parcel = scribe.parcel();
        assertTrue(parcel.frames().size() > 1);
        parcel.frames()
                .forEach(
                        frame -> assertEquals(0, frame.event().length() % "👩🏽‍🚀".length(), "a character is parted"));
    }

    @Test
    void whatCanNotBePartedGoesAlone() {
        scribe.write(new Event.Weighed("[" + "x".repeat(100_000) + "]"));
        say("t", 1);
        assertEquals(1, scribe.parcel().frames().size());
    }

    private void say(String text, int tokens) {
        scribe.write(new Event.Chunk(text, tokens));
    }

    private static String text(Parcel parcel) {
        return parcel.frames().stream()
                .map(frame -> ((Event.Chunk) frame.event()).content())
                .collect(Collectors.joining());
    }
}
