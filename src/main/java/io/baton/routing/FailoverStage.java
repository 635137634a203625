package io.baton.routing;

import io.baton.model.Continuation;
import io.baton.model.Model;
import io.baton.model.Outcome;
import io.baton.model.Prompt;

/**
 * The part of an answer between two texts: from the start, or from where a model broke off, to the next output.
 *
 * @param continuations how many models broke off in mid-answer before
 * @param prompt        with the text so far
 * @param requests      sent in this stage
 * @param empty         models in a row that had nothing to add to the text so far
 * @param cause         why the first or the last model does not continue; null: no request has failed
 */
record FailoverStage(int continuations, Prompt prompt, int requests, int empty, Outcome cause) {
    /** One model alone that adds nothing may be out of order. */
    private static final int EMPTY_IN_A_ROW = 2;

    static FailoverStage first(Prompt prompt, Outcome cause) {
        return new FailoverStage(0, prompt, 0, 0, cause);
    }

    /** One more request is sent. */
    FailoverStage sent() {
        return new FailoverStage(continuations, prompt, requests + 1, empty, cause);
    }

    /** A request failed before its first output. */
    FailoverStage failed(Outcome outcome) {
        var isEmpty = outcome == Outcome.EMPTY && hasText();
        return new FailoverStage(continuations, prompt, requests, isEmpty ? empty + 1 : 0, firstCause(outcome));
    }

    /** A model ended without adding text. */
    FailoverStage endedWithoutText(Outcome outcome) {
        return new FailoverStage(continuations, prompt, requests, empty, firstCause(outcome));
    }

    /** A model broke off after it added text. */
    FailoverStage next(Outcome outcome, String text) {
        return new FailoverStage(continuations + 1, prompt.continuing(text), 0, 0, outcome);
    }

    /** Whether the text so far is whole, because several models in a row had nothing to add. */
    boolean isWhole() {
        return empty == EMPTY_IN_A_ROW;
    }

    private Outcome firstCause(Outcome outcome) {
        return cause == null ? outcome : cause;
    }

    /** What readers get now: the stream of a model, without what it repeats of the text so far. */
    FailoverStep.Streaming step(Model model, FailoverState.Streaming streaming, PaceGuard paceGuard) {
        var mayRepeat = hasText() && model.continuation() == Continuation.INSTRUCTION;
        var stream =
                mayRepeat ? new ContinuationStream(streaming.stream(), prompt.partialAnswer()) : streaming.stream();
        return new FailoverStep.Streaming(
                model, streaming.attempt(), stream, streaming.firstOutput(), cause, paceGuard);
    }

    private boolean hasText() {
        return !prompt.partialAnswer().isEmpty();
    }
}
