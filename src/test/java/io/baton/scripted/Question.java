package io.baton.scripted;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A chat-completions request as far as a script cares.
 *
 * @param maxTokens   null: no limit
 * @param temperature null: not given
 * @param usageAsked  whether {@code stream_options.include_usage} is true
 * @param members     all but the messages
 */
record Question(
        String model,
        boolean stream,
        List<Message> messages,
        Integer maxTokens,
        Double temperature,
        boolean usageAsked,
        JsonObject members) {

    private static final Pattern GO_ON = Pattern.compile("(?i)\\bcontinue\\b.*\\bexactly\\b.*", Pattern.DOTALL);

    /** @param begun whether it is an assistant's message that is marked to be gone on with */
    record Message(String role, String content, boolean begun) {
        boolean asksToGoOn() {
            return role.equals("user") && GO_ON.matcher(content).find();
        }
    }

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
                    isUsageAsked(json),
                    Json.createObjectBuilder(json).remove("messages").build());
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

    /** The newest question of the user; empty if there is none. To be asked to go on is no question. */
    String asked() {
        return messages.reversed().stream()
                .filter(message -> message.role().equals("user") && !message.asksToGoOn())
                .findFirst()
                .map(Message::content)
                .orElse("");
    }

    /** What an unfinished answer has said so far; empty if this asks for a new answer. */
    String begun() {
        Message last = messages.getLast();
        if (last.begun()) {
            return last.content();
        }
        Message before = messages.get(Math.max(0, messages.size() - 2));
        return last.asksToGoOn() && before.role().equals("assistant") ? before.content() : "";
    }

    String lastRole() {
        return messages.getLast().role();
    }

    String lastContent() {
        return messages.getLast().content();
    }

    /** The tools that may be called. */
    List<JsonObject> functions() {
        return members.get("tools") instanceof JsonArray tools
                ? tools.getValuesAs(JsonObject.class).stream()
                        .map(tool -> tool.getJsonObject("function"))
                        .toList()
                : List.of();
    }

    /** Null: not given. */
    JsonValue toolChoice() {
        return members.get("tool_choice");
    }

    boolean logprobsAsked() {
        return members.getBoolean("logprobs", false);
    }

    /** JSON that fits the format that is asked for; empty: text is. */
    Optional<String> structured() {
        if (!(members.get("response_format") instanceof JsonObject format)) {
            return Optional.empty();
        }
        return switch (format.getString("type")) {
            case "json_object" -> Optional.of("{\"answer\":\"Paris\"}");
            case "json_schema" ->
                Optional.of(SchemaExample.of(format.getJsonObject("json_schema").getJsonObject("schema"))
                        .toString());
            default -> Optional.empty();
        };
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
            boolean begun = message.getBoolean("partial", false) || message.getBoolean("prefix", false);
            messages.add(new Message(message.getString("role"), content(message.get("content")), begun));
        }
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("messages must not be empty.");
        }
        if (json.getBoolean("continue_final_message", false)) {
            Message last = messages.removeLast();
            messages.add(new Message(last.role(), last.content(), true));
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
