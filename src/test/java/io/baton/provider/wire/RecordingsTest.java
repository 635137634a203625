package io.baton.provider.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.baton.model.ModelEvent;
import io.baton.model.StreamStart;
import io.baton.model.TokenUsage;
import io.baton.testing.Api;
import io.baton.testing.RecordingFiles;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Real providers' replies, from the folder that {@code RECORDINGS_DIR} names (environment or system property). */
class RecordingsTest {
    private static final String CHUNKS = ".chunks.jsonl";

    private record Heard(String text, String reasoning, String finishReason, TokenUsage usage) {}

    @TestFactory
    Stream<DynamicTest> aRecordedStreamIsHeardAsItWasSaid() throws IOException {
        return RecordingFiles.ending(CHUNKS)
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    var chunks =
                            Files.readAllLines(file).stream().map(Api::parse).toList();
                    var stream = new StringBuilder();
                    Files.readAllLines(file)
                            .forEach(
                                    line -> stream.append("data: ").append(line).append("\n\n"));
                    var bytes = stream.append("data: [DONE]\n\n").toString().getBytes(StandardCharsets.UTF_8);

                    var said = said(chunks, "delta");
                    assertTrue(said.text().length() > 100);
                    assertEquals(said, heard(new ByteArrayInputStream(bytes)));
                    assertEquals(said, heard(Pieces.single(bytes)));
                }));
    }

    @TestFactory
    Stream<DynamicTest> aRecordedReplyIsHeardAsItWasSaid() throws IOException {
        return RecordingFiles.ending(".json")
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    var bytes = Files.readAllBytes(file);
                    var said = said(List.of(Api.parse(new String(bytes, StandardCharsets.UTF_8))), "message");
                    assertTrue(said.text().length() > 100);
                    assertEquals(said, heard(new ByteArrayInputStream(bytes)));
                }));
    }

    /** Reads the JSON in the plainest way, to compare with. */
    private static Heard said(List<JsonObject> chunks, String member) {
        var text = new StringBuilder();
        var reasoning = new StringBuilder();
        String finishReason = null;
        TokenUsage usage = null;
        for (var chunk : chunks) {
            if (!chunk.isNull("usage")) {
                usage = usage(chunk.getJsonObject("usage"));
            }
            if (!chunk.getJsonArray("choices").isEmpty()) {
                var choice = chunk.getJsonArray("choices").getJsonObject(0);
                var piece = choice.getJsonObject(member);
                text.append(piece.getString("content", ""));
                reasoning.append(piece.getString("reasoning_content", ""));
                finishReason = choice.getString("finish_reason", finishReason);
            }
        }
        return new Heard(text.toString(), reasoning.toString(), finishReason, usage);
    }

    private static TokenUsage usage(JsonObject usage) {
        var reasoning = usage.containsKey("completion_tokens_details")
                ? usage.getJsonObject("completion_tokens_details").getInt("reasoning_tokens")
                : 0;
        return new TokenUsage(
                usage.getInt("prompt_tokens"),
                usage.getInt("completion_tokens"),
                usage.getJsonObject("prompt_tokens_details").getInt("cached_tokens"),
                reasoning,
                TokenUsage.Source.MEASURED);
    }

    private static Heard heard(InputStream body) throws InterruptedException {
        var reply = new ProviderReply(200, () -> body, () -> {});
        var start = new ChatStream(reply, Duration.ofSeconds(20), () -> 0).start();
        var text = new StringBuilder();
        var reasoning = new StringBuilder();
        String finishReason = null;
        TokenUsage usage = null;
        try (var stream = assertInstanceOf(StreamStart.Ready.class, start).stream()) {
            while (true) {
                switch (stream.next()) {
                    case ModelEvent.Text piece -> text.append(piece.text());
                    case ModelEvent.Reasoning piece -> reasoning.append(piece.text());
                    case ModelEvent.ToolCallPiece piece -> fail("nobody offered a tool: " + piece);
                    case ModelEvent.Logprobs logprobs -> {}
                    case ModelEvent.Finished finished -> finishReason = finished.word();
                    case ModelEvent.Refusal refusal -> fail("nobody asked what is refused: " + refusal);
                    case ModelEvent.Failed failed -> fail("failed: " + failed);
                    case ModelEvent.Counted counted -> usage = counted.usage();
                    case ModelEvent.Repeated repeated -> fail("no provider repeats another answer");
                    case ModelEvent.End end -> {
                        return new Heard(text.toString(), reasoning.toString(), finishReason, usage);
                    }
                }
            }
        }
    }
}
