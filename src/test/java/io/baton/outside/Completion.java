package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.testing.Api;
import io.baton.testing.EventReader;
import io.baton.testing.Frame;
import io.baton.testing.Reply;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Asks over OpenAI's interface, and reads what comes. */
record Completion(Reply reply) {
    static final String PATH = "/v1/chat/completions";

    /** A request for one question, to be added to. */
    static JsonObjectBuilder asking(String question) {
        return Json.createObjectBuilder()
                .add("model", "qwen2.5")
                .add("messages", Json.createArrayBuilder().add(Api.json("role", "user", "content", question)));
    }

    static Completion of(Api user, JsonObjectBuilder request) {
        return new Completion(user.post(PATH, request.build()));
    }

    static Completion streamed(Api user, JsonObjectBuilder request) {
        var completion = of(user, request.add("stream", true));
        completion.reply.with(200);
        assertEquals(
                "text/event-stream", completion.reply.header("Content-Type").split(";")[0]);
        return completion;
    }

    /** The events of a stream. */
    List<String> data() {
        return EventReader.all(reply.body()).stream().map(Frame::data).toList();
    }

    /** Those that are JSON. */
    List<JsonObject> chunks() {
        return data().stream()
                .filter(data -> !data.equals("[DONE]"))
                .map(Api::parse)
                .toList();
    }

    /** The same without the error that may end it. */
    private List<JsonObject> completing() {
        return chunks().stream().filter(chunk -> chunk.containsKey("choices")).toList();
    }

    /** What the deltas of a stream say in that member. */
    String said(String member) {
        var said = new StringBuilder();
        for (var chunk : completing()) {
            for (var choice : choices(chunk)) {
                said.append(choice.asJsonObject().getJsonObject("delta").getString(member, ""));
            }
        }
        return said.toString();
    }

    /** Of the one chunk that has it. */
    String finishReason() {
        var reasons = completing().stream()
                .flatMap(chunk -> choices(chunk).stream())
                .map(choice -> choice.asJsonObject().get("finish_reason"))
                .filter(reason -> reason != JsonValue.NULL)
                .toList();
        assertEquals(1, reasons.size(), reply.body());
        return reasons.getFirst().toString().replace("\"", "");
    }

    /** Of the whole one. */
    JsonObject message() {
        return choices(reply.with(200).json()).getJsonObject(0).getJsonObject("message");
    }

    /** The error object that a refusal must be. */
    JsonObject error(int status) {
        reply.with(status);
        assertTrue(reply.header("Content-Type").startsWith("application/json"), reply.header("Content-Type"));
        var error = reply.json().getJsonObject("error");
        assertEquals(java.util.Set.of("message", "type", "param", "code"), error.keySet());
        return error;
    }

    UUID answerId() {
        var id = reply.header("x-request-id").substring("chatcmpl-".length());
        return UUID.fromString(id.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"));
    }

    static JsonArray choices(JsonObject completion) {
        return completion.getJsonArray("choices");
    }

    static byte[] bytes(JsonObjectBuilder request) {
        return request.build().toString().getBytes(StandardCharsets.UTF_8);
    }
}
