package io.baton.generation;

import io.baton.answer.Event;
import io.baton.model.Charge;
import io.baton.model.ModelEvent;
import io.baton.model.ModelStream;
import io.baton.model.Outcome;
import io.baton.model.TokenUsage;
import io.baton.routing.FailoverStep;
import java.util.Optional;

/** Reads one model's stream to its end, and passes its output on within the limit. */
final class StreamConsumer {
    private final FailoverStep.Streaming streaming;
    private final Cancellation cancellation;
    private final FrameEmitter emitter;
    private final OutputLimit limit;
    private final StringBuilder output = new StringBuilder();
    private TokenUsage reportedUsage;
    private volatile String finishReason;
    private String detail;
    private boolean calledTool;

    StreamConsumer(
            FailoverStep.Streaming streaming, Cancellation cancellation, FrameEmitter emitter, OutputLimit limit) {
        this.streaming = streaming;
        this.cancellation = cancellation;
        this.emitter = emitter;
        this.limit = limit;
    }

    /** Blocks until the stream has ended, or is cancelled. */
    Outcome consume() {
        try (ModelStream stream = streaming.stream()) {
            while (handle(cancellation.run(stream::next))) {
                if (isOverdue()) {
                    return cancelled();
                }
            }
            return Outcome.COMPLETE;
        } catch (InterruptedException interrupted) {
            return cancellation.isCancelled() ? Outcome.STOPPED : cancelled();
        } catch (ModelStream.Broken broken) {
            detail = broken.getMessage();
            return broken.outcome();
        }
    }

    /** False: it was the last event. */
    private boolean handle(ModelEvent event) {
        switch (event) {
            case ModelEvent.Text(var text) -> text(text);
            case ModelEvent.Reasoning(var text) -> reasoning(text);
            case ModelEvent.ToolCallPiece piece -> toolCall(piece);
            case ModelEvent.Logprobs(var tokens) -> logprobs(tokens.toString());
            case ModelEvent.Finished(var reason) -> finishReason = reason;
            case ModelEvent.Counted(var usage) -> reportedUsage = usage;
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

    private void toolCall(ModelEvent.ToolCallPiece piece) {
        calledTool = true;
        count(piece.name() + piece.arguments());
        var length =
                piece.id().length() + piece.name().length() + piece.arguments().length();
        if (limit.admitToolCall(length)) {
            emit(new Event.ToolCall(piece.index(), piece.id(), piece.name(), piece.arguments()));
        }
    }

    private void logprobs(String json) {
        if (limit.admitLogprobs(json.length())) {
            emit(new Event.Logprobs(json));
        }
    }

    private void count(String text) {
        output.append(text);
        streaming.paceGuard().count(text.length());
    }

    private void emit(Event.Detail event) {
        emitter.detail(streaming.model().id(), streaming.cause(), event);
    }

    /** The outcome of an attempt that we cancel. After the finish reason nothing can go wrong any more. */
    private Outcome cancelled() {
        if (finishReason != null) {
            return Outcome.COMPLETE;
        }
        if (limit.isExceeded()) {
            detail = limit.detail();
            return Outcome.TOO_LONG;
        }
        detail = "fewer characters than the pace asks for";
        return Outcome.TOO_SLOW;
    }

    /** Whether the attempt is to be cancelled: it exceeds the limit, or is too slow. For any thread. */
    boolean isOverdue() {
        return limit.isExceeded()
                || finishReason == null && streaming.paceGuard().isTooSlow();
    }

    /** Has the provider's own count, if there is one, and all output, including what repeated the text before. */
    Charge charge() {
        return new Charge.Due(
                Optional.ofNullable(reportedUsage), streaming.stream().discardedText() + output);
    }

    boolean hasCalledTool() {
        return calledTool;
    }

    /** As in the chat-completions format. */
    String finishReason() {
        return finishReason == null ? "stop" : finishReason;
    }

    /** What went wrong, for the ledger; null: nothing. */
    String detail() {
        return detail;
    }
}
