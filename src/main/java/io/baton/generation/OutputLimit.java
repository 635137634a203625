package io.baton.generation;

import io.baton.answer.ChatConfig;
import io.baton.answer.Graphemes;
import io.baton.model.Model;
import io.baton.model.Prompt;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How much one answer may say, and how long it may take, in all its attempts together: a few times what was asked for, so that
 * a model which never stops is cut. Reasoning and probabilities have a bound of their own, because providers don't count them
 * alike. One thread counts, any may ask whether time is up.
 */
final class OutputLimit {
    private static final int CHARACTERS_PER_TOKEN = 4;
    /** Probabilities of a token are JSON, with up to twenty alternatives. */
    private static final int PROBABILITIES_PER_CHARACTER = 500;

    private final int factor;
    private final Duration timeForAll;
    private final Duration timePerToken;
    private final LongSupplier nanoTime;
    private final long begun;
    private long said;
    private long saidAside;
    private long mostSaid;
    private long mostAside;
    private volatile long mostNanos = Long.MAX_VALUE;
    private volatile boolean exceeded;

    /** @param elapsed since the answer has begun, perhaps on another node */
    OutputLimit(ChatConfig config, Duration elapsed, LongSupplier nanoTime) {
        this.factor = config.longestAnswer;
        this.timeForAll = config.answerTime;
        this.timePerToken = config.answerTimePerToken;
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong() - elapsed.toNanos();
    }

    /** From now on this model speaks; the limits are those of what it was asked for. */
    void speaking(Model model, Prompt asked) {
        var tokens = asked.continuing("").maxTokensFor(model);
        mostSaid = (long) factor * CHARACTERS_PER_TOKEN * tokens;
        mostAside = (long) factor * CHARACTERS_PER_TOKEN * model.maxTokens();
        mostNanos = timeForAll.plus(timePerToken.multipliedBy(tokens)).toNanos();
    }

    /** Counts what was said before, on another node. */
    void before(int characters) {
        said += characters;
    }

    /** As much of a piece of text as may still be said; what is cut off ends the answer. */
    String text(String piece) {
        var fits = fit(piece, mostSaid - said);
        said += fits.length();
        return fits;
    }

    /** The same for reasoning. */
    String reasoning(String piece) {
        var fits = fit(piece, mostAside - saidAside);
        saidAside += fits.length();
        return fits;
    }

    /** Whether a piece of a tool call may still be said. Each counts as one token at least, for there are empty ones. */
    boolean takesCall(int characters) {
        said += characters + CHARACTERS_PER_TOKEN;
        exceeded |= said > mostSaid;
        return !exceeded;
    }

    /** The same for the JSON of probabilities. */
    boolean takesProbabilities(int characters) {
        saidAside += 1 + characters / PROBABILITIES_PER_CHARACTER;
        exceeded |= saidAside > mostAside;
        return !exceeded;
    }

    private String fit(String piece, long room) {
        if (piece.length() <= room) {
            return piece;
        }
        exceeded = true;
        return piece.substring(0, Graphemes.boundary(piece, (int) Math.max(0, room)));
    }

    /** Whether more came than is let through, or it took too long. */
    boolean isExceeded() {
        return exceeded || isOverdue();
    }

    boolean isOverdue() {
        return nanoTime.getAsLong() - begun > mostNanos;
    }

    /** What was exceeded, for the books. */
    String detail() {
        return exceeded ? "said more than " + factor + " times what was asked for" : "took longer than it may";
    }
}
