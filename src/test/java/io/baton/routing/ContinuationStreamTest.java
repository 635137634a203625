package io.baton.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baton.model.FinishReason;
import io.baton.model.ModelEvent;
import io.baton.model.ModelStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** What a model repeats is billed by its provider, though no reader sees it. */
class ContinuationStreamTest {
    private static final String SAID = "The baton is passed on at full speed";

    @Test
    void whatIsRepeatedIsTakenAwayAndKnown() throws Exception {
        var stream = new ContinuationStream(new Told("passed on ", "at full speed", ", and", " never dropped."), SAID);

        assertEquals(", and never dropped.", textOf(stream));
        assertEquals("passed on at full speed", stream.discardedText());
    }

    @Test
    void nothingIsTakenAwayFromOneThatRepeatsNothing() throws Exception {
        var stream = new ContinuationStream(new Told(", and", " never dropped."), SAID);

        assertEquals(", and never dropped.", textOf(stream));
        assertEquals("", stream.discardedText());
    }

    @Test
    void whatIsHeldBackWhenItBreaksOffIsKnownToo() throws Exception {
        var stream = new ContinuationStream(new BrokenOff("passed on "), SAID);

        assertEquals("", textOf(stream));
        assertEquals("passed on ", stream.discardedText());
    }

    private static String textOf(ModelStream stream) throws InterruptedException {
        var text = new StringBuilder();
        for (var event = stream.next(); !(event instanceof ModelEvent.End); event = stream.next()) {
            if (event instanceof ModelEvent.Text(var words)) {
                text.append(words);
            }
        }
        return text.toString();
    }

    private static class BrokenOff implements ModelStream {
        protected final Queue<ModelEvent> events = new ArrayDeque<>();

        BrokenOff(String... texts) {
            List.of(texts).forEach(text -> events.add(new ModelEvent.Text(text)));
        }

        @Override
        public ModelEvent next() {
            return events.isEmpty() ? new ModelEvent.End() : events.poll();
        }

        @Override
        public void close() {}
    }

    private static final class Told extends BrokenOff {
        Told(String... texts) {
            super(texts);
            events.add(new ModelEvent.Finished(FinishReason.STOP, "stop"));
        }
    }
}
