package io.baton.compat;

import io.baton.answer.Event;
import io.baton.http.OpenAiError;
import java.io.IOException;
import java.util.List;

/**
 * How a completion is written. Until the first output nothing is, so that a failure before it still has its status. Whatever
 * throws an {@link IOException} has found that the caller is gone.
 */
interface CompletionWriter {
    /** @param logprobs of these words, each an array of JSON; empty: none */
    void text(String model, String words, List<String> logprobs) throws IOException;

    void reasoning(String model, String words) throws IOException;

    void toolCall(String model, Event.Called piece) throws IOException;

    /** Nothing was said for a while. */
    void silence() throws IOException;

    /** No more is at hand; what was said can go out. */
    void caughtUp() throws IOException;

    void complete(Event.Complete complete, String finishReason) throws IOException;

    void failed(OpenAiError error) throws IOException;

    /** Whether something was said. */
    boolean hasBegun();
}
