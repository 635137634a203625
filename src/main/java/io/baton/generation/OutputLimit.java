package io.baton.generation;

import io.baton.answer.ChatConfig;
import io.baton.answer.Graphemes;
import io.baton.model.Model;
import io.baton.model.Prompt;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Limits the output and the time of one answer, over all its attempts, to a few times what was asked for. So a model that never
 * stops is cancelled. Reasoning and probabilities have a limit of their own, because providers count them differently. One thread
 * counts; any thread may ask whether the limit is exceeded.
 */
final class OutputLimit {
    private static final int CHARACTERS_PER_TOKEN = 4;
    /** The probabilities of a token are JSON with up to twenty alternatives. */
    private static final int PROBABILITIES_PER_CHARACTER = 500;

    private final int factor;
    private final Duration timeForAll;
    private final Duration timePerToken;
    private final LongSupplier nanoTime;
    private final long startedAt;
    private long text;
    private long other;
    private long mostText;
    private long mostOther;
    private volatile long mostNanos = Long.MAX_VALUE;
    private volatile boolean exceeded;

    /** @param elapsed since the start of the answer, perhaps on another node */
    OutputLimit(ChatConfig config, Duration elapsed, LongSupplier nanoTime) {
        this.factor = config.longestAnswer;
        this.timeForAll = config.answerTime;
        this.timePerToken = config.answerTimePerToken;
        this.nanoTime = nanoTime;
        this.startedAt = nanoTime.getAsLong() - elapsed.toNanos();
    }

    /** Sets the limits for a model by the tokens that it was asked for. */
    void startModel(Model model, Prompt asked) {
        var tokens = asked.continuing("").maxTokensFor(model);
        mostText = (long) factor * CHARACTERS_PER_TOKEN * tokens;
        mostOther = (long) factor * CHARACTERS_PER_TOKEN * model.maxTokens();
        mostNanos = timeForAll.plus(timePerToken.multipliedBy(tokens)).toNanos();
    }

    /** Counts text that another node has received. */
    void addEarlierText(int characters) {
        text += characters;
    }

    /** The part of a piece of text that is within the limit. If that is not the whole piece, the limit is exceeded. */
    String admitText(String piece) {
        var fits = fit(piece, mostText - text);
        text += fits.length();
        return fits;
    }

    /** The same for reasoning. */
    String admitReasoning(String piece) {
        var fits = fit(piece, mostOther - other);
        other += fits.length();
        return fits;
    }

    /** Whether a piece of a tool call is within the limit. Each counts as at least one token, because it may be empty. */
    boolean admitToolCall(int characters) {
        text += characters + CHARACTERS_PER_TOKEN;
        exceeded |= text > mostText;
        return !exceeded;
    }

    /** The same for the JSON of probabilities. */
    boolean admitLogprobs(int characters) {
        other += 1 + characters / PROBABILITIES_PER_CHARACTER;
        exceeded |= other > mostOther;
        return !exceeded;
    }

    private String fit(String piece, long room) {
        if (piece.length() <= room) {
            return piece;
        }
        exceeded = true;
        return piece.substring(0, Graphemes.boundary(piece, (int) Math.max(0, room)));
    }

    /** Whether there was too much output, or it took too long. */
    boolean isExceeded() {
        return exceeded || isOverdue();
    }

    private boolean isOverdue() {
        return nanoTime.getAsLong() - startedAt > mostNanos;
    }

    /** What was exceeded, for the ledger. */
    String detail() {
        return exceeded ? "said more than " + factor + " times what was asked for" : "took longer than it may";
    }
}
