package io.baton.generation;

import io.baton.answer.Event;
import io.baton.model.Charge;
import io.baton.model.FinishReason;
import io.baton.model.ModelEvent;
import io.baton.model.ModelStream;
import io.baton.model.Outcome;
import io.baton.model.TokenUsage;
import io.baton.routing.FailoverStep;
import io.baton.telemetry.ChunkTimes;
import io.baton.telemetry.ModelMeters;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Reads one model's stream to its end, and passes its output on within the limit. */
final class StreamConsumer {
    /** For the usage, which may follow the finish reason. */
    private static final Duration WAIT_AFTER_FINISH = Duration.ofMillis(1_500);

    private final FailoverStep.Streaming streaming;
    private final Cancellation cancellation;
    private final FrameEmitter emitter;
    private final OutputLimit limit;
    private final ChunkTimes chunkTimes;
    private final LongSupplier nanoTime;
    private final StringBuilder output = new StringBuilder();
    private TokenUsage reportedUsage;
    private Charge saved;
    private volatile FinishReason finishReason;
    private volatile long lastEventAt;
    private String finishWord;
    private String detail;
    private boolean calledTool;
    private boolean refused;

    StreamConsumer(
            FailoverStep.Streaming streaming,
            Cancellation cancellation,
            FrameEmitter emitter,
            OutputLimit limit,
            ModelMeters meters,
            LongSupplier nanoTime) {
        this.streaming = streaming;
        this.cancellation = cancellation;
        this.emitter = emitter;
        this.limit = limit;
        this.chunkTimes = new ChunkTimes(meters);
        this.nanoTime = nanoTime;
    }

    /** Blocks until the stream has ended, or is cancelled. */
    Outcome consume() {
        try (ModelStream stream = streaming.stream()) {
            while (handle(cancellation.run(stream::next))) {
                if (isOverdue()) {
                    return cancelled();
                }
            }
            return ended();
        } catch (InterruptedException interrupted) {
            return cancellation.isCancelled() ? Outcome.STOPPED : cancelled();
        } catch (ModelStream.Broken broken) {
            detail = broken.getMessage();
            return broken.outcome();
        }
    }

    /** An answer that a conversation would show as nothing is none: another model has to answer. */
    private Outcome ended() {
        if (emitter.isTextOnly() && !emitter.hasText()) {
            detail = "ended without text";
            return Outcome.EMPTY;
        }
        return Outcome.COMPLETE;
    }

    /** False: it was the last event. */
    private boolean handle(ModelEvent event) {
        lastEventAt = nanoTime.getAsLong();
        switch (event) {
            case ModelEvent.Text(var text) -> text(text);
            case ModelEvent.Reasoning(var text) -> reasoning(text);
            case ModelEvent.ToolCallPiece piece -> toolCall(piece);
            case ModelEvent.Logprobs(var tokens) -> logprobs(tokens.toString());
            case ModelEvent.Refusal(var text) -> refusal(text);
            case ModelEvent.Finished(var reason, var word) -> {
                finishWord = word;
                finishReason = reason;
            }
            case ModelEvent.Failed(var word) -> finishWord = word;
            case ModelEvent.Counted(var usage) -> reportedUsage = usage;
            case ModelEvent.Repeated repeated -> saved = new Charge.Saved(repeated.saved());
            case ModelEvent.End() -> {
                return false;
            }
        }
        return true;
    }

    private void text(String text) {
        count(text);
        var admitted = limit.admitText(text);
        if (!admitted.isEmpty()) {
            emitter.text(streaming.model().id(), streaming.cause(), admitted);
        }
    }

    private void reasoning(String text) {
        count(text);
        var admitted = limit.admitReasoning(text);
        if (!admitted.isEmpty()) {
            emit(new Event.Reasoning(admitted));
        }
    }

    private void refusal(String text) {
        count(text);
        var admitted = limit.admitText(text);
        if (!admitted.isEmpty()) {
            refused = true;
            emitter.refusal(streaming.model().id(), streaming.cause(), admitted);
        }
    }

    private void toolCall(ModelEvent.ToolCallPiece piece) {
        calledTool = true;
        count(piece.name() + piece.arguments());
        if (limit.admitToolCall(piece.length())) {
            emit(new Event.ToolCall(piece.index(), piece.id(), piece.name(), piece.arguments(), piece.extra()));
        }
    }

    private void logprobs(String json) {
        if (limit.admitLogprobs(json.length())) {
            emit(new Event.Logprobs(json));
        }
    }

    private void count(String text) {
        chunkTimes.came(lastEventAt);
        output.append(text);
        streaming.paceGuard().count(text.length());
    }

    private void emit(Event.Detail event) {
        emitter.detail(streaming.model().id(), streaming.cause(), event);
    }

    /** The outcome of an attempt that we cancel. After the finish reason nothing can go wrong any more. */
    private Outcome cancelled() {
        if (finishReason != null) {
            return ended();
        }
        if (limit.isExceeded()) {
            detail = limit.detail();
            return Outcome.TOO_LONG;
        }
        detail = "fewer characters than the pace asks for";
        return Outcome.TOO_SLOW;
    }

    /**
     * Whether the attempt is to be cancelled: it exceeds the limit, is too slow unless it repeats another answer, or has finished although the provider
     * keeps the connection open. For any thread.
     */
    boolean isOverdue() {
        return limit.isExceeded()
                || (finishReason == null
                        ? streaming.firstOutput() != null
                                && streaming.paceGuard().isTooSlow()
                        : nanoTime.getAsLong() - lastEventAt > WAIT_AFTER_FINISH.toNanos());
    }

    /** Has the provider's own count, if there is one, and all output, including what repeated the text before. */
    Charge charge() {
        return saved != null
                ? saved
                : new Charge.Due(
                        Optional.ofNullable(reportedUsage), streaming.stream().discardedText() + output);
    }

    /** Whether another model can't continue, because this one has called a tool or refused. */
    boolean isFinal() {
        return calledTool || refused && !emitter.isTextOnly();
    }

    FinishReason finishReason() {
        return finishReason;
    }

    /** The provider's own finish reason, for the ledger; null: none. */
    String finishWord() {
        return finishWord == null || finishWord.isEmpty() ? null : finishWord;
    }

    /** What went wrong, for the ledger; null: nothing. */
    String detail() {
        return detail;
    }
}
