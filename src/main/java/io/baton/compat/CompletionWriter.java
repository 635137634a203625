package io.baton.compat;

import io.baton.answer.Event;
import io.baton.http.OpenAiError;
import java.io.IOException;
import java.util.List;

/**
 * Writes a completion. Nothing is written before the first output, so that an earlier failure can still set the status.
 * An {@link IOException} means that the caller has disconnected.
 */
interface CompletionWriter {
    /** @param logprobs of this text, each a JSON array; may be empty */
    void text(String model, String text, List<String> logprobs) throws IOException;

    void reasoning(String model, String text) throws IOException;

    void refusal(String model, String text) throws IOException;

    void toolCall(String model, Event.ToolCall piece) throws IOException;

    /** Called after a period without output. */
    void keepAlive() throws IOException;

    /** Called when no more events are available now; flushes. */
    void flush() throws IOException;

    void complete(Event.Complete complete) throws IOException;

    void failed(OpenAiError error) throws IOException;

    /** Whether there was any output. */
    boolean hasBegun();
}
