package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.baton.scripted.Recording;
import io.baton.testing.Api;
import io.baton.testing.Database;
import io.baton.testing.RecordingFiles;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Real providers' replies, from the folder that RECORDINGS_DIR names, through given providers to what is stored. */
final class Recordings {
    private static final String CHUNKS = ".chunks.jsonl";
    private static final int WHOLE = 0;
    private static final int SINGLE_BYTES = 1;

    private final Api user;
    private final Map<String, String> models;

    /** @param models by the vendors that are to replay */
    Recordings(Api user, Map<String, String> models) {
        this.user = user;
        this.models = models;
    }

    /** What a recording says; {@code output} counts reasoning. */
    record Said(String text, String finishReason, int input, int output) {}

    Stream<DynamicTest> streams() throws IOException {
        return RecordingFiles.ending(CHUNKS)
                .flatMap(file -> models.keySet().stream()
                        .flatMap(vendor -> Stream.of(WHOLE, SINGLE_BYTES)
                                .map(slice ->
                                        dynamicTest(file.getFileName() + " by " + vendor + ", slice " + slice, () -> {
                                            var lines = Files.readAllLines(file);
                                            var body = new StringBuilder();
                                            lines.forEach(line -> body.append("data: ")
                                                    .append(line)
                                                    .append("\n\n"));
                                            body.append("data: [DONE]\n\n");
                                            var said = said(
                                                    lines.stream()
                                                            .map(Api::parse)
                                                            .toList(),
                                                    "delta");
                                            assertStored(
                                                    said,
                                                    vendor,
                                                    new Recording("text/event-stream", bytes(body), slice));
                                        }))));
    }

    Stream<DynamicTest> replies() throws IOException {
        return RecordingFiles.ending(".json")
                .flatMap(file -> models.keySet().stream()
                        .map(vendor -> dynamicTest(file.getFileName() + " by " + vendor, () -> {
                            var body = Files.readString(file);
                            var said = said(List.of(Api.parse(body)), "message");
                            assertStored(said, vendor, new Recording("application/json", bytes(body), WHOLE));
                        })));
    }

    private void assertStored(Said said, String vendor, Recording recording) {
        assertTrue(said.text().length() > 100);
        Providers.scripted().recording(vendor, recording);
        try (var stream = user.ask(Api.json("message", "Recorded " + UUID.randomUUID(), "model", models.get(vendor)))) {
            var frames = stream.rest();
            assertEquals(said.text(), frames.said());
            assertEquals(said.text(), frames.complete().getString("content"));
            assertEquals(said, stored(frames.answerId()));
            assertEquals(
                    List.of(models.get(vendor) + " complete measured"),
                    Database.attempts(frames.answerId()).stream()
                            .map(each -> each.model() + " " + each.outcome() + " " + each.source())
                            .toList());
        } finally {
            Providers.scripted().removeRecording(vendor);
        }
    }

    private static Said stored(UUID answerId) {
        var message =
                Database.row("select m.* from message m join answer a on a.message_id = m.id where a.id = ?", answerId);
        var attempt = Database.attempts(answerId).getFirst();
        return new Said(
                (String) message.get("content"),
                (String) message.get("finish_reason"),
                attempt.input(),
                attempt.output());
    }

    /** Reads the JSON in the plainest way, to compare with. */
    private static Said said(List<JsonObject> chunks, String member) {
        var text = new StringBuilder();
        var finishReason = "";
        JsonObject usage = null;
        for (var chunk : chunks) {
            if (!chunk.isNull("usage")) {
                usage = chunk.getJsonObject("usage");
            }
            for (var choice : chunk.getJsonArray("choices").getValuesAs(JsonObject.class)) {
                text.append(choice.getJsonObject(member).getString("content", ""));
                finishReason = choice.getString("finish_reason", finishReason);
            }
        }
        return new Said(
                text.toString(), finishReason, usage.getInt("prompt_tokens"), usage.getInt("completion_tokens"));
    }

    private static byte[] bytes(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
