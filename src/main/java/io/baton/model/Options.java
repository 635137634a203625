package io.baton.model;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.EnumSet;
import java.util.Set;

/**
 * Options of callers that send their own history.
 *
 * @param wholeHistory whether all turns must reach the model: models with a smaller window are skipped
 * @param members      validated members of the chat-completions format; sent to the model unchanged
 */
public record Options(boolean wholeHistory, JsonObject members) {
    /** For questions in a stored conversation. */
    public static final Options NONE = new Options(false, JsonValue.EMPTY_JSON_OBJECT);

    private static final Set<String> IN_PROMPT = Set.of("tools", "response_format");

    /** Whether the answer must be JSON, which no other model can continue. */
    public boolean isStructured() {
        return members.get("response_format") instanceof JsonObject format
                && format.get("type") instanceof JsonString type
                && !type.getString().equals("text");
    }

    /** The abilities that a model needs for these options. */
    public Set<Ability> needs() {
        var needs = EnumSet.noneOf(Ability.class);
        if (members.containsKey("tools")) {
            needs.add(Ability.TOOLS);
        }
        if (isStructured()) {
            needs.add(Ability.JSON);
        }
        return needs;
    }

    /** The options that count as prompt tokens, as text; may be empty. */
    public String promptText() {
        var text = new StringBuilder();
        members.forEach((name, value) -> text.append(IN_PROMPT.contains(name) ? value : ""));
        return text.toString();
    }
}
