package io.baton.answerlog;

import io.baton.answer.Event;
import io.baton.answer.Frame;
import io.baton.answer.Graphemes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Writes the frames of one answer under one epoch. Events wait until they are replicated; until then consecutive pieces
 * of text are merged into one frame, up to a maximum length. A frame gets its number when it is taken for replication
 * and never changes afterwards. Only a limited share is taken at a time, so that answers take turns.
 */
public final class LogWriter {
    /** The maximum text of a frame, in UTF-16 characters. */
    private static final int MAX_CHUNK = 4_096;
    /** The maximum share of an answer in a batch, in characters. */
    static final int SHARE = 16_384;

    /** A fifth of the shortest time for which logs may be kept. */
    private static final Duration EXTENSION_PERIOD = Duration.ofSeconds(2);

    private final UUID answerId;
    private final int epoch;
    private final AnswerLog log;
    private final Consumer<LogWriter> replicate;
    private final Clock clock;
    private final List<Pending> pending = new ArrayList<>();
    private long extendedAt = System.nanoTime();
    private int numbered;
    private int replicated;
    private boolean fenced;
    private boolean ended;
    private Runnable onFenced = () -> {};

    /** A frame without a number. Its time is when it was written, which may be long before it is replicated. */
    private record Pending(Event event, long atMillis) {}

    /**
     * @param log       with the existing frames, which are assumed to be in Redis
     * @param replicate called whenever there are frames to replicate
     */
    public LogWriter(UUID answerId, int epoch, AnswerLog log, Consumer<LogWriter> replicate, Clock clock) {
        this.answerId = answerId;
        this.epoch = epoch;
        this.log = log;
        this.replicate = replicate;
        this.clock = clock;
        this.numbered = log.last().map(Frame::n).orElse(0);
        this.replicated = numbered;
        log.own();
    }

    public UUID answerId() {
        return answerId;
    }

    /** Ignored after a terminal frame, and once another node owns the answer. */
    public void write(Event event) {
        synchronized (this) {
            if (fenced || ended) {
                return;
            }
            ended = event.isTerminal();
            if (event instanceof Event.Chunk(var content, var tokens)) {
                add(content, tokens);
            } else {
                pending.add(new Pending(event, clock.millis()));
            }
        }
        replicate.accept(this);
    }

    private void add(String content, int tokens) {
        var text = content;
        var at = clock.millis();
        if (!pending.isEmpty()
                && pending.getLast() instanceof Pending(Event.Chunk(var before, var fewer), var earlier)
                && before.length() + content.length() <= MAX_CHUNK) {
            pending.removeLast();
            text = before + content;
            at = earlier;
        }
        while (text.length() > MAX_CHUNK) {
            var end = Graphemes.boundary(text, MAX_CHUNK);
            pending.add(new Pending(new Event.Chunk(text.substring(0, end), tokens), at));
            text = text.substring(end);
        }
        pending.add(new Pending(new Event.Chunk(text, tokens), at));
    }

    /** The number of the next frame; numbers all pending events first. */
    public synchronized int next() {
        number();
        return numbered + 1;
    }

    /** Sets a callback that runs once if another node turns out to own the answer. */
    public synchronized void onFenced(Runnable run) {
        onFenced = run;
    }

    /** The next frames to replicate, at most one share; a longer frame goes alone. */
    synchronized Batch batch() {
        number();
        var missing = log.after(replicated);
        var taken = 0;
        var size = 0;
        while (taken < missing.size()
                && (taken == 0 || size + missing.get(taken).size() <= SHARE)) {
            size += missing.get(taken++).size();
        }
        var frames = missing.subList(0, taken);
        return new Batch(answerId, epoch, frames, extendsLife(frames));
    }

    /** Not with each frame, since that would double what a frame costs Redis. */
    private boolean extendsLife(List<Frame> frames) {
        var now = System.nanoTime();
        var due = now - extendedAt > EXTENSION_PERIOD.toNanos()
                || !frames.isEmpty() && frames.getLast().event().isTerminal();
        if (due) {
            extendedAt = now;
        }
        return due;
    }

    /** Records that all frames up to {@code n} are in Redis. Returns whether there are more to replicate. */
    synchronized boolean replicated(int n) {
        replicated = Math.max(replicated, n);
        log.show(replicated);
        return replicated < numbered || !pending.isEmpty();
    }

    /** Records that Redis has only the first {@code n} frames. */
    synchronized void missingAfter(int n) {
        replicated = Math.min(replicated, n);
    }

    /** Makes all frames visible without Redis. */
    synchronized void showAll() {
        number();
        log.show(numbered);
    }

    /** Stops writing, because another node owns the answer. */
    public void fence() {
        Runnable run;
        synchronized (this) {
            if (fenced) {
                return;
            }
            fenced = true;
            pending.clear();
            run = onFenced;
        }
        log.disown();
        run.run();
    }

    synchronized boolean isFenced() {
        return fenced;
    }

    /** Whether all frames are in Redis. */
    synchronized boolean isReplicated() {
        return fenced || replicated == numbered && pending.isEmpty();
    }

    /** When the oldest frame that is not in Redis was written, in milliseconds since 1970; the maximum if there is none. */
    synchronized long waitingSinceMillis() {
        if (isReplicated()) {
            return Long.MAX_VALUE;
        }
        return replicated < numbered
                ? log.after(replicated).getFirst().atMillis()
                : pending.getFirst().atMillis();
    }

    private void number() {
        if (fenced) {
            return;
        }
        for (var each : pending) {
            log.add(new Frame(epoch, ++numbered, each.atMillis(), each.event()));
        }
        pending.clear();
    }
}
