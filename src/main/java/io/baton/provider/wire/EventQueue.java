package io.baton.provider.wire;

import io.baton.model.FinishReason;
import io.baton.model.ModelEvent;
import io.baton.model.ModelStream;
import io.baton.model.Outcome;
import io.baton.model.TokenUsage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.Stream;

/** The events of a reply that were read and not returned yet. */
final class EventQueue {
    private final Deque<ModelEvent> events = new ArrayDeque<>();
    private boolean hasOutput;
    private FinishReason finishReason;
    private ModelStream.Broken failure;

    void add(ModelEvent event) {
        hasOutput |= event.isOutput();
        if (event instanceof ModelEvent.Finished(var reason, var word)) {
            finishReason = reason;
        } else if (event instanceof ModelEvent.Failed(var word)) {
            failure = new ModelStream.Broken(Outcome.CUT, "finish reason " + word.replaceAll("[^A-Za-z0-9_ .:-]", "?"));
        } else if (event instanceof ModelEvent.Counted) {
            dropOlderCount();
        }
        events.add(event);
    }

    /** Some providers send the usage with each chunk, also while they produce nothing; these must not accumulate. */
    private void dropOlderCount() {
        if (events.peekLast() instanceof ModelEvent.Counted) {
            events.removeLast();
        }
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    /** Removes the oldest event; null if there is none. */
    ModelEvent poll() {
        return events.poll();
    }

    /** Whether the reply has had output so far, returned or not. */
    boolean hasOutput() {
        return hasOutput;
    }

    /** The finish reason of the reply, returned or not; null if none was read. */
    FinishReason finishReason() {
        return finishReason;
    }

    /** The failure that the model has reported by its finish reason; null if none. */
    ModelStream.Broken failure() {
        return failure;
    }

    /** The last usage that is not returned yet. */
    Optional<TokenUsage> lastUsage() {
        return events.stream()
                .flatMap(event -> event instanceof ModelEvent.Counted(var usage) ? Stream.of(usage) : Stream.empty())
                .reduce((earlier, later) -> later);
    }
}
