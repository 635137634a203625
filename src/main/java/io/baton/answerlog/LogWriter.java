package io.baton.answerlog;

import io.baton.answer.Event;
import io.baton.answer.Frame;
import io.baton.answer.Graphemes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Writes the frames of one answer under one epoch. What is written waits until it is shipped: till then pieces of
 * text that follow each other become one frame, up to a length. A frame gets its number when it is taken, and never changes
 * after. So that answers take turns, no more than a share of this one is taken at once.
 */
public final class LogWriter {
    /** The longest text of one frame, in UTF-16 characters. */
    private static final int LONGEST_CHUNK = 4_096;
    /** As much of this answer goes into one batch; in characters. */
    static final int SHARE = 16_384;

    private final UUID answerId;
    private final int epoch;
    private final AnswerLog log;
    private final Consumer<LogWriter> ship;
    private final Clock clock;
    private final List<Event> pending = new ArrayList<>();
    private int numbered;
    private int replicated;
    private boolean fenced;
    private Runnable whenFenced = () -> {};

    /**
     * @param log  with the frames that there are, all of them in Redis if anything is
     * @param ship is told each time that there is something to be shipped
     */
    public LogWriter(UUID answerId, int epoch, AnswerLog log, Consumer<LogWriter> ship, Clock clock) {
        this.answerId = answerId;
        this.epoch = epoch;
        this.log = log;
        this.ship = ship;
        this.clock = clock;
        this.numbered = log.last().map(Frame::n).orElse(0);
        this.replicated = numbered;
        log.own();
    }

    public UUID answerId() {
        return answerId;
    }

    /** Nothing happens once the answer is another node's. */
    public void write(Event event) {
        synchronized (this) {
            if (fenced) {
                return;
            }
            if (event instanceof Event.Chunk(var content, var tokens)) {
                add(content, tokens);
            } else {
                pending.add(event);
            }
        }
        ship.accept(this);
    }

    private void add(String content, int tokens) {
        var text = content;
        if (!pending.isEmpty()
                && pending.getLast() instanceof Event.Chunk(var before, var fewer)
                && before.length() + content.length() <= LONGEST_CHUNK) {
            pending.removeLast();
            text = before + content;
        }
        while (text.length() > LONGEST_CHUNK) {
            var end = Graphemes.boundary(text, LONGEST_CHUNK);
            pending.add(new Event.Chunk(text.substring(0, end), tokens));
            text = text.substring(end);
        }
        pending.add(new Event.Chunk(text, tokens));
    }

    /** The number that the next frame gets; all that was written before has its number now. */
    public synchronized int next() {
        number();
        return numbered + 1;
    }

    /** What is to be run, once, when it turns out that another node owns the answer. */
    public synchronized void whenFenced(Runnable run) {
        whenFenced = run;
    }

    /** What Redis lacks as far as we know, at most a share; a frame that is longer goes alone. */
    synchronized Batch batch() {
        number();
        var lacking = log.after(replicated);
        var taken = 0;
        var size = 0;
        while (taken < lacking.size()
                && (taken == 0 || size + lacking.get(taken).size() <= SHARE)) {
            size += lacking.get(taken++).size();
        }
        return new Batch(answerId, epoch, lacking.subList(0, taken));
    }

    /** All frames up to {@code n} are in Redis. Gives whether there are more to ship. */
    synchronized boolean replicated(int n) {
        replicated = Math.max(replicated, n);
        log.show(replicated);
        return replicated < numbered || !pending.isEmpty();
    }

    /** Redis has only the first {@code n} frames. */
    synchronized void lacking(int n) {
        replicated = Math.min(replicated, n);
    }

    /** Shows readers what Redis could not take. */
    synchronized void showAll() {
        number();
        log.show(numbered);
    }

    /** Another node owns the answer. */
    public void fence() {
        Runnable run;
        synchronized (this) {
            if (fenced) {
                return;
            }
            fenced = true;
            pending.clear();
            run = whenFenced;
        }
        log.disown();
        run.run();
    }

    synchronized boolean isFenced() {
        return fenced;
    }

    /** Whether all is in Redis. */
    synchronized boolean isReplicated() {
        return fenced || replicated == numbered && pending.isEmpty();
    }

    private void number() {
        if (fenced) {
            return;
        }
        for (var event : pending) {
            log.add(new Frame(epoch, ++numbered, clock.millis(), event));
        }
        pending.clear();
    }
}
