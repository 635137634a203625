package io.baton.provider.format;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;

/** The texts of a delta or a message, told apart; each may be empty. Its content may be a text or a list of parts. */
record MessageTexts(String text, String reasoning, String refusal) {
    private static final List<String> REASONING =
            List.of("reasoning_content", "reasoning", "reasoning_text", "thinking");

    /** @throws io.baton.model.ModelStream.Broken if the content or the refusal has another type */
    static MessageTexts in(JsonObject piece) {
        var parts = parts(piece.get("content"));
        return new MessageTexts(
                parts.text(),
                reasoning(piece, parts),
                piece.containsKey("refusal") ? Members.text(piece, "refusal") + parts.refusal() : parts.refusal());
    }

    /** The first of the vendors' names that has something: some send two, one of them empty or both the same. */
    private static String reasoning(JsonObject piece, MessageTexts parts) {
        for (var name : REASONING) {
            var text = Members.textOrNothing(piece, name);
            if (!text.isEmpty()) {
                return text;
            }
        }
        return parts.reasoning();
    }

    private static MessageTexts parts(JsonValue content) {
        return switch (content) {
            case null -> text("");
            case JsonString text -> text(text.getString());
            case JsonArray array -> array.stream().map(MessageTexts::part).reduce(text(""), MessageTexts::plus);
            case JsonObject part -> part(part);
            default -> Members.isNull(content) ? text("") : Members.malformed("content that is not a text");
        };
    }

    /** Nothing for parts of other types, such as references to sources. */
    private static MessageTexts part(JsonValue value) {
        return switch (value) {
            case JsonString text -> text(text.getString());
            case JsonObject part ->
                switch (Members.textOrNothing(part, "type")) {
                    case "text", "output_text", "" -> text(joined(part.get("text")));
                    case "thinking" -> new MessageTexts("", joined(part.get("thinking")), "");
                    case "reasoning", "reasoning_text", "summary_text" ->
                        new MessageTexts(
                                "",
                                joined(part.get("text")) + joined(part.get("reasoning")) + joined(part.get("summary")),
                                "");
                    case "refusal" -> new MessageTexts("", "", joined(part.get("refusal")));
                    default -> text("");
                };
            default -> text("");
        };
    }

    /** The text of a string, of a part, or of a list of them. */
    private static String joined(JsonValue value) {
        return switch (value) {
            case null -> "";
            case JsonString string -> string.getString();
            case JsonObject part -> joined(part.get("text"));
            case JsonArray parts -> parts.stream().map(MessageTexts::joined).reduce("", String::concat);
            default -> "";
        };
    }

    private static MessageTexts text(String text) {
        return new MessageTexts(text, "", "");
    }

    private MessageTexts plus(MessageTexts more) {
        return new MessageTexts(text + more.text, reasoning + more.reasoning, refusal + more.refusal);
    }
}
