package io.baton.model;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Set;

/**
 * What a caller may ask for besides, who brings its own history.
 *
 * @param wholeHistory whether all turns must reach the model: a model that is too small for them is not asked
 * @param members      of the chat-completions format, checked; they go to the model as they are
 */
public record Options(boolean wholeHistory, JsonObject members) {
    /** Of a question in a conversation of ours. */
    public static final Options NONE = new Options(false, JsonValue.EMPTY_JSON_OBJECT);

    private static final Set<String> COUNTED = Set.of("tools", "response_format");

    /** Whether the answer is to be JSON, which nobody can go on with in the middle. */
    public boolean isStructured() {
        return members.get("response_format") instanceof JsonObject format
                && format.get("type") instanceof JsonString type
                && !type.getString().equals("text");
    }

    /** What of them the model reads, and the provider bills; may be empty. */
    public String counted() {
        var text = new StringBuilder();
        members.forEach((name, value) -> text.append(COUNTED.contains(name) ? value : ""));
        return text.toString();
    }
}
