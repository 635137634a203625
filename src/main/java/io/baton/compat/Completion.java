package io.baton.compat;

import io.baton.answer.ErrorCode;
import io.baton.answer.Event;
import io.baton.chat.StatelessReader;
import io.baton.platform.Language;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Reads one answer to one caller, to its end or until the caller is gone. */
final class Completion implements Runnable {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final String STOPPED = "stopped";
    private static final String TOOL_CALLS = "tool_calls";
    private static final Set<String> REASONS = Set.of("stop", "length", TOOL_CALLS, "content_filter");

    private final StatelessReader listening;
    private final CompletionWriter form;
    private final Language language;
    private final Duration heartbeat;
    private String model;
    private final List<String> logprobs = new ArrayList<>();
    private final BooleanSupplier gone;
    private long quietSince = System.nanoTime();
    private long lookedAt = System.nanoTime();
    private boolean called;

    /** @param gone whether the caller is known to have left; asked once a second */
    Completion(
            StatelessReader listening,
            CompletionWriter form,
            Language language,
            Duration heartbeat,
            BooleanSupplier gone) {
        this.gone = gone;
        this.listening = listening;
        this.form = form;
        this.language = language;
        this.heartbeat = heartbeat;
    }

    @Override
    public void run() {
        try {
            while (!hasLeft()) {
                var next = listening.next(LOOK);
                if (next.isEmpty()) {
                    stillHere();
                } else if (!write(next.get())) {
                    return;
                } else if (listening.isCaughtUp()) {
                    form.caughtUp();
                    quietSince = System.nanoTime();
                }
            }
        } catch (IOException | IllegalStateException gone) {
            // the caller hung up
        } catch (InterruptedException shuttingDown) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing may be written before the first output, and of a whole answer nothing before its end. */
    private boolean hasLeft() {
        if (System.nanoTime() - lookedAt < LOOK.toNanos()) {
            return false;
        }
        lookedAt = System.nanoTime();
        return gone.getAsBoolean();
    }

    private void stillHere() throws IOException {
        if (System.nanoTime() - quietSince >= heartbeat.toNanos()) {
            form.silence();
            quietSince = System.nanoTime();
        }
    }

    /** False: that was the last. */
    private boolean write(Event event) throws IOException {
        switch (event) {
            case Event.Start start -> model = start.model();
            case Event.Switch change -> model = change.to();
            case Event.Chunk chunk -> {
                form.text(model, chunk.content(), List.copyOf(logprobs));
                logprobs.clear();
            }
            case Event.Thought thought -> form.reasoning(model, thought.content());
            case Event.Called piece -> {
                called = true;
                form.toolCall(model, piece);
            }
            case Event.Weighed(var tokens) -> logprobs.add(tokens);
            case Event.Complete complete -> {
                end(complete);
                return false;
            }
            case Event.Failed(var code) -> {
                return failed(code);
            }
            case Event.NotStoredYet ended -> {
                return failed(ErrorCode.NOT_STORED_YET);
            }
        }
        return true;
    }

    private boolean failed(ErrorCode code) throws IOException {
        form.failed(Failure.of(code, form.hasBegun()).error(language));
        return false;
    }

    /** An answer that was stopped is not whole; nobody but this caller or the end of the node stops it. */
    private void end(Event.Complete complete) throws IOException {
        if (complete.finishReason().equals(STOPPED)) {
            form.failed(Failure.stopped().error(language));
            return;
        }
        var reason = REASONS.contains(complete.finishReason()) ? complete.finishReason() : "stop";
        form.complete(complete, called && reason.equals("stop") ? TOOL_CALLS : reason);
    }
}
