package io.baton.scripted;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

/**
 * A chat-completions request as far as a script cares.
 *
 * @param maxTokens   null: no limit
 * @param temperature null: not given
 * @param usageAsked  whether {@code stream_options.include_usage} is true
 */
record Question(
        String model,
        boolean stream,
        List<Message> messages,
        Integer maxTokens,
        Double temperature,
        boolean usageAsked) {

    record Message(String role, String content) {}

    Question {
        messages = List.copyOf(messages);
    }

    /** Throws {@link IllegalArgumentException}, with a message for the caller, if that is no such request. */
    static Question of(String body) {
        try (var reader = Json.createReader(new StringReader(body))) {
            JsonObject json = reader.readObject();
            JsonNumber limit = limit(json);
            JsonNumber temperature = number(json, "temperature");
            return new Question(
                    json.getString("model"),
                    json.getBoolean("stream", false),
                    messages(json),
                    limit == null ? null : limit.intValueExact(),
                    temperature == null ? null : temperature.doubleValue(),
                    isUsageAsked(json));
        } catch (JsonException | ClassCastException | ArithmeticException | NullPointerException e) {
            throw new IllegalArgumentException("The body is no chat-completions request.", e);
        }
    }

    /** A quarter of the characters (UTF-16) of all messages, rounded up. */
    int promptTokens() {
        return (messages.stream()
                                .mapToInt(message -> message.content().length())
                                .sum()
                        + 3)
                / 4;
    }

    /** The newest message of the user; empty if there is none. */
    String asked() {
        return newest("user");
    }

    /** The text that holds the directives: the newest user message, or an earlier one that wants to be kept. */
    String steering(String vendor) {
        List<String> texts = messages.reversed().stream()
                .filter(message -> message.role().equals("user"))
                .map(Message::content)
                .toList();
        if (texts.isEmpty() || Directives.areIn(texts.getFirst())) {
            return asked();
        }
        return texts.stream()
                .filter(Directives::areIn)
                .findFirst()
                .filter(text -> Directives.in(text, vendor).is(Setting.KEEP))
                .orElse(asked());
    }

    /** What an unfinished answer has said so far; empty if this asks for a new answer. */
    String begun(String vendor) {
        boolean goesOn = messages.getLast().role().equals("assistant")
                || !steering(vendor).equals(asked());
        return goesOn ? newest("assistant") : "";
    }

    private String newest(String role) {
        return messages.reversed().stream()
                .filter(message -> message.role().equals(role))
                .findFirst()
                .map(Message::content)
                .orElse("");
    }

    private static JsonNumber limit(JsonObject json) {
        JsonNumber limit = number(json, "max_completion_tokens");
        return limit == null ? number(json, "max_tokens") : limit;
    }

    private static JsonNumber number(JsonObject json, String name) {
        return json.getOrDefault(name, JsonValue.NULL) == JsonValue.NULL ? null : json.getJsonNumber(name);
    }

    private static boolean isUsageAsked(JsonObject json) {
        JsonObject options = json.getJsonObject("stream_options");
        return options != null && options.getBoolean("include_usage", false);
    }

    private static List<Message> messages(JsonObject json) {
        List<Message> messages = new ArrayList<>();
        for (JsonObject message : json.getJsonArray("messages").getValuesAs(JsonObject.class)) {
            messages.add(new Message(message.getString("role"), content(message.get("content"))));
        }
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("messages must not be empty.");
        }
        return messages;
    }

    /** Text, or the text parts of a list; null (a tool call) is empty. */
    private static String content(JsonValue content) {
        if (content == null || content == JsonValue.NULL) {
            return "";
        }
        if (content instanceof JsonString text) {
            return text.getString();
        }
        StringBuilder joined = new StringBuilder();
        for (JsonObject part : content.asJsonArray().getValuesAs(JsonObject.class)) {
            joined.append(part.getString("text", ""));
        }
        return joined.toString();
    }
}
