package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.scripted.SeenRequest;
import io.baton.testing.Api;
import jakarta.json.Json;
import java.math.BigDecimal;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The stream to the letter: which members each frame has, and what the headers say. */
class FrameIT {
    private final Api user = Api.somebody();

    @Test
    void eachFrameLooksAsTheContractSays() {
        var conversation = UUID.randomUUID().toString();
        var before = System.currentTimeMillis();
        try (var stream = user.ask(Api.json("message", Providers.quick(3), "conversationId", conversation))) {
            var frames = stream.rest();
            var total = "";
            for (var frame : frames.all()) {
                assertTrue(Set.of("id", "data", "retry").containsAll(frame.fields()), frame.fields()::toString);
                assertEquals(
                        Set.of("type", "data", "timestamp", "conversationId"),
                        frame.json().keySet());
                assertEquals(conversation, frame.json().getString("conversationId"));
                assertTrue(frame.json().getJsonNumber("timestamp").longValueExact() >= before - 1);
                if (frame.type().equals("chunk")) {
                    assertEquals(
                            Set.of("content", "totalContent", "tokenCount"),
                            frame.content().keySet());
                    total += frame.content().getString("content");
                    assertEquals(total, frame.content().getString("totalContent"));
                }
            }
            assertEquals(
                    Set.of("model", "answerId", "messageId"),
                    frames.first().content().keySet());
            assertEquals("qwen2.5", frames.first().content().getString("model"));
        }
    }

    @Test
    void theTotalIsLeftOutWhereItIsNotWanted() {
        var question = Json.createObjectBuilder(Api.json("message", Providers.quick(3)))
                .add("totalContent", false)
                .build();
        try (var stream = user.ask(question)) {
            stream.rest().of("chunk").forEach(chunk -> assertEquals(Set.of("content", "tokenCount"), chunk.keySet()));
        }
        var sent = user.tell(Api.json("message", Providers.quick(3)));
        try (var stream =
                user.listen("/api/chat/stream?totalContent=false&conversationId=" + sent.getString("conversationId"))) {
            stream.rest().of("chunk").forEach(chunk -> assertFalse(chunk.containsKey("totalContent")));
        }
    }

    @Test
    void theEndTellsWhatTheProviderHasBilled() {
        var question = Providers.quick(20);
        var complete = user.hear(question).complete();
        var billed = Providers.saw(question).getFirst();
        var usage = complete.getJsonObject("usage");
        assertEquals("measured", usage.getString("source"));
        assertEquals(billed.promptTokens(), usage.getInt("promptTokens"));
        assertEquals(billed.completionTokens(), usage.getInt("completionTokens"));
        assertEquals(billed.promptTokens() + billed.completionTokens(), usage.getInt("totalTokens"));
        assertEquals(20, complete.getInt("tokenCount"));
        assertEquals(SeenRequest.Outcome.COMPLETED, billed.outcome());
        assertEquals(
                BigDecimal.valueOf(usage.getInt("totalTokens")).movePointLeft(6).stripTrailingZeros(),
                complete.getJsonNumber("cost").bigDecimalValue().stripTrailingZeros());
    }

    @Test
    void theEndHasEveryMemberAndAPlainCost() {
        var frames = user.hear(Providers.quick(2));
        var complete = frames.complete();
        assertEquals(
                Set.of(
                        "content",
                        "tokenCount",
                        "responseTime",
                        "conversationId",
                        "model",
                        "finishReason",
                        "usage",
                        "cost",
                        "spans"),
                complete.keySet());
        assertEquals("stop", complete.getString("finishReason"));
        assertEquals("qwen2.5", complete.getString("model"));
        assertTrue(complete.getJsonNumber("responseTime").longValueExact() >= 0);
        assertTrue(frames.last().data().matches(".*\"cost\":0\\.0\\d+[,}].*"), frames.last()::data);
        var span = complete.getJsonArray("spans").getJsonObject(0);
        assertEquals(1, complete.getJsonArray("spans").size());
        assertEquals(
                Json.createObjectBuilder()
                        .add("model", "qwen2.5")
                        .add("from", 0)
                        .add("to", Providers.numbered(2).length())
                        .build(),
                span);
    }

    @Test
    void theHeadersKeepProxiesFromHoldingTheStreamBack() {
        try (var stream = user.with("Accept-Encoding", "gzip, deflate").ask(Providers.quick(1))) {
            var headers = stream.headers();
            assertTrue(headers.firstValue("Content-Type").orElse("").startsWith("text/event-stream"));
            assertEquals("no-cache", headers.firstValue("Cache-Control").orElse(""));
            assertEquals("no", headers.firstValue("X-Accel-Buffering").orElse(""));
            assertTrue(headers.firstValue("Content-Encoding").isEmpty());
            stream.rest();
        }
    }

    @Test
    void aSilentStreamIsKeptAliveByComments() {
        try (var stream = user.ask(Providers.question("tokens=1 first=3500"))) {
            stream.next(1);
            var before = stream.comments().size();
            stream.rest().complete();
            assertTrue(
                    stream.comments().size() >= before + 2,
                    () -> stream.comments().toString());
        }
    }
}
