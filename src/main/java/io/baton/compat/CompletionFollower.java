package io.baton.compat;

import io.baton.answer.ErrorCode;
import io.baton.answer.Event;
import io.baton.chat.StatelessReader;
import io.baton.platform.Language;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Follows one answer and writes it to one caller, until its end or until the caller disconnects. */
final class CompletionFollower implements Runnable {
    private static final Duration CHECK_PERIOD = Duration.ofSeconds(1);
    private static final String STOPPED = "stopped";

    private final StatelessReader reader;
    private final CompletionWriter writer;
    private final Language language;
    private final Duration heartbeat;
    private String model;
    private final List<String> logprobs = new ArrayList<>();
    private final BooleanSupplier gone;
    private long lastWriteAt = System.nanoTime();
    private long checkedAt = System.nanoTime();

    /** @param gone whether the caller is known to have disconnected; checked once a second */
    CompletionFollower(
            StatelessReader reader,
            CompletionWriter writer,
            Language language,
            Duration heartbeat,
            BooleanSupplier gone) {
        this.gone = gone;
        this.reader = reader;
        this.writer = writer;
        this.language = language;
        this.heartbeat = heartbeat;
    }

    @Override
    public void run() {
        try {
            while (!hasLeft()) {
                var next = reader.next();
                if (next.isEmpty()) {
                    keepAlive();
                } else if (!write(next.get())) {
                    return;
                } else if (reader.isCaughtUp()) {
                    writer.flush();
                    lastWriteAt = System.nanoTime();
                }
            }
        } catch (IOException | IllegalStateException gone) {
            // the caller disconnected
        } catch (InterruptedException shuttingDown) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Checks actively, because nothing may be written before the first output, and nothing of a buffered answer before
     * its end.
     */
    private boolean hasLeft() {
        if (System.nanoTime() - checkedAt < CHECK_PERIOD.toNanos()) {
            return false;
        }
        checkedAt = System.nanoTime();
        return gone.getAsBoolean();
    }

    private void keepAlive() throws IOException {
        if (System.nanoTime() - lastWriteAt >= heartbeat.toNanos()) {
            writer.keepAlive();
            lastWriteAt = System.nanoTime();
        }
    }

    /** Returns false after the last event. */
    private boolean write(Event event) throws IOException {
        switch (event) {
            case Event.Start start -> model = start.model();
            case Event.Switch change -> model = change.to();
            case Event.Chunk chunk -> {
                writer.text(model, chunk.content(), List.copyOf(logprobs));
                logprobs.clear();
            }
            case Event.Reasoning reasoning -> writer.reasoning(model, reasoning.content());
            case Event.Refusal refusal -> writer.refusal(model, refusal.content());
            case Event.ToolCall piece -> writer.toolCall(model, piece);
            case Event.Logprobs(var tokens) -> logprobs.add(tokens);
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
        writer.failed(Failure.of(code, writer.hasBegun()).error(language));
        return false;
    }

    /**
     * Reports a stopped answer as a failure: it is incomplete, and only this caller or the shutdown of the node stops
     * it.
     */
    private void end(Event.Complete complete) throws IOException {
        if (complete.finishReason().equals(STOPPED)) {
            writer.failed(Failure.stopped().error(language));
            return;
        }
        writer.complete(complete);
    }
}
