package io.baton.generation;

import io.baton.answer.Event;
import io.baton.answer.Frame;
import io.baton.answerlog.FrameSource;
import io.baton.model.FinishReason;
import io.baton.model.ModelEvent;
import io.baton.model.ModelStream;
import io.baton.model.Money;
import io.baton.model.Outcome;
import io.baton.platform.Problem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Repeats another answer as if a model said it: reads its log, while it is written or later. Breaks off where that answer is not simply
 * one model's text that has ended, so that a model is asked to continue.
 */
final class RepetitionStream implements ModelStream {
    /** The original's transaction may not be committed yet. */
    private static final Duration NOT_STORED_YET = Duration.ofSeconds(2);

    private static final int PAUSE_MILLIS = 20;
    /** Without a new frame. Longer than a model may take until its first output. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    private final FrameSource frames;
    private final UUID original;
    private final String model;
    private long lastFrameAt = System.nanoTime();
    private final long startedAt = System.nanoTime();
    private final Queue<ModelEvent> events = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private int last;
    private int epoch;

    /** @param model that the original must be by */
    RepetitionStream(FrameSource frames, UUID original, String model) {
        this.frames = frames;
        this.original = original;
        this.model = model;
        events.add(new ModelEvent.Repeated(Money.ZERO));
    }

    @Override
    public ModelEvent next() throws InterruptedException {
        while (events.isEmpty()) {
            read();
        }
        return events.poll();
    }

    private void read() throws InterruptedException {
        try {
            for (var frame : frames.after(original, last, epoch)) {
                take(frame);
            }
        } catch (Problem gone) {
            if (last > 0 || System.nanoTime() - startedAt > NOT_STORED_YET.toNanos()) {
                throw broken("its original was deleted");
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (Broken broken) {
            throw broken;
        } catch (RuntimeException unreadable) {
            throw broken("the log of its original can't be read: "
                    + unreadable.getClass().getSimpleName());
        }
        if (System.nanoTime() - lastFrameAt > LONGEST_SILENCE.toNanos()) {
            throw broken("its original is silent");
        }
    }

    private void take(Frame frame) {
        if (frame.n() <= last) {
            throw broken("the log of its original is lost");
        }
        lastFrameAt = System.nanoTime();
        last = frame.n();
        epoch = frame.epoch();
        switch (frame.event()) {
            case Event.Start start
            when !start.model().equals(model) -> throw broken("its original is by another model");
            case Event.Start start -> {}
            case Event.Chunk(var content, var tokens) -> {
                text.append(content);
                events.add(new ModelEvent.Text(content));
            }
            case Event.Reasoning(var content) -> events.add(new ModelEvent.Reasoning(content));
            case Event.Complete complete -> end(complete);
            case Event.Switch other -> throw broken("another model continued its original");
            case Event.Detail other -> throw broken("its original is more than text");
            case Event.Failed failed -> throw broken("its original has failed");
            case Event.NotStoredYet other -> throw broken("its original is not stored");
        }
    }

    private void end(Event.Complete complete) {
        if (!complete.finishReason().equals(FinishReason.STOP.code())
                || text.isEmpty()
                || !complete.content().contentEquals(text)) {
            throw broken("its original did not come to its end");
        }
        events.add(new ModelEvent.Repeated(complete.cost()));
        events.add(new ModelEvent.Finished(FinishReason.STOP, ""));
        events.add(new ModelEvent.End());
    }

    private static Broken broken(String detail) {
        return new Broken(Outcome.CUT, detail);
    }

    @Override
    public void close() {}
}
