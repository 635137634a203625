package io.baton.scripted;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A chat-completions request that a provider has seen, as it stood when this was taken.
 *
 * @param id                from 1, in the order of arrival
 * @param model             as requested; empty if the request was not understood, as are the other texts
 * @param authorized        whether a bearer token was there; its value is not kept
 * @param lastUserMessage   its first 200 characters
 * @param messages          how many there were
 * @param maxTokens         null: not given
 * @param temperature       null: not given
 * @param usageAsked        whether {@code stream_options.include_usage} was true
 * @param members           all of the body but the messages, as JSON
 * @param fault             the fault that the script holds; empty if none
 * @param textTokens        those sent, or about to be
 * @param promptTokens      billed; 0 until the model runs
 * @param completionTokens  billed: text and reasoning
 * @param endedAt           null: it runs
 * @param hungUpAfterMillis from arrival; null unless the client hung up
 * @param contents          of all messages, in their order; empty if they have more than 4,000 characters
 * @param said              reasoning and text so far, but not beyond 4,000 characters
 */
public record SeenRequest(
        long id,
        String vendor,
        String model,
        String userAgent,
        boolean authorized,
        boolean stream,
        String lastUserMessage,
        int messages,
        Integer maxTokens,
        Double temperature,
        boolean usageAsked,
        String members,
        String fault,
        Outcome outcome,
        int textTokens,
        int promptTokens,
        int completionTokens,
        Instant startedAt,
        Instant endedAt,
        Long hungUpAfterMillis,
        List<String> contents,
        String said) {
    /** No longer texts are kept. */
    static final int LONGEST = 4_000;

    public SeenRequest {
        contents = List.copyOf(contents);
    }

    /** How a request ended. */
    public enum Outcome {
        /** It hasn't yet. */
        RUNNING,
        /** The answer was produced to its end, and went out unless the client left at the very end. */
        COMPLETED,
        /** The scripted fault struck. */
        FAULTED,
        /** The client hung up first. */
        HUNG_UP,
        /** It was no valid request. */
        REFUSED;

        /** As it stands in JSON, e.g. {@code hung-up}. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    JsonObject json() {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", id)
                .add("vendor", vendor)
                .add("model", model)
                .add("userAgent", userAgent)
                .add("authorized", authorized)
                .add("stream", stream)
                .add("lastUserMessage", lastUserMessage)
                .add("messages", messages)
                .add("usageAsked", usageAsked)
                .add("fault", fault)
                .add("outcome", outcome.wireName())
                .add("textTokens", textTokens)
                .add("promptTokens", promptTokens)
                .add("completionTokens", completionTokens)
                .add("startedAt", startedAt.toString());
        if (maxTokens != null) {
            json.add("maxTokens", maxTokens);
        }
        if (temperature != null) {
            json.add("temperature", temperature);
        }
        if (endedAt != null) {
            json.add("endedAt", endedAt.toString());
        }
        if (hungUpAfterMillis != null) {
            json.add("hungUpAfterMillis", hungUpAfterMillis);
        }
        return json.build();
    }
}
