package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.scripted.SeenRequest;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChatIT {
    private final Api user = Api.somebody();

    @Test
    void aQuestionIsStoredFirstAndAnsweredByTheFirstGet() {
        var question = Providers.quick(5);
        var sent = user.tell(Api.json("message", question));
        assertTrue(sent.getBoolean("success"));
        assertEquals("Message sent successfully", sent.getString("message"));
        assertEquals(Set.of("success", "conversationId", "messageId", "message"), sent.keySet());
        assertEquals(List.of(), Providers.saw(question));

        try (var stream = user.follow(sent.getString("conversationId"))) {
            assertEquals(
                    Providers.numbered(5), stream.rest().complete().getString("content"));
        }
        assertEquals(1, Providers.saw(question).size());
    }

    @Test
    void oneRoundTripAsksAndStreams() {
        var frames = user.hear(Providers.quick(7));
        assertEquals(Providers.numbered(7), frames.said());
        frames.assertNumbered(frames.answerId());
        assertEquals("start", frames.first().type());
        assertEquals(
                Set.of("chunk"), Set.copyOf(frames.types().subList(1, frames.all().size() - 1)));
        assertEquals("complete", frames.last().type());
    }

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
            assertEquals(Set.of("model", "answerId", "messageId"), frames.first().content().keySet());
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
        try (var stream = user.listen(
                "/api/chat/stream?totalContent=false&conversationId=" + sent.getString("conversationId"))) {
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
    void theStartComesBeforeTheProviderSpeaks() {
        var question = Providers.question("tokens=3 first=3000");
        try (var stream = user.ask(question)) {
            assertEquals("start", stream.next(1).first().type());
            assertTrue(Providers.saw(question).stream().allMatch(request -> request.textTokens() == 0));
            assertTrue(Integer.parseInt(stream.retries().getFirst()) == 3000);
        }
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
    void messagesAreStoredInTheirOrder() {
        var first = user.hear(Providers.quick(2));
        var conversation = first.complete().getString("conversationId");
        var second = Providers.quick(3);
        try (var stream = user.ask(Api.json("message", second, "conversationId", conversation))) {
            stream.rest().complete();
        }
        var page = user.get("/api/chat/conversations/" + conversation + "/messages")
                .with(200)
                .json();
        var messages = page.getJsonArray("messages").getValuesAs(JsonObject.class);
        assertEquals(4, page.getInt("total"));
        assertEquals(
                List.of("user", "assistant", "user", "assistant"),
                messages.stream().map(message -> message.getString("role")).toList());
        assertEquals(Providers.numbered(2), messages.get(1).getString("content"));
        assertEquals(second, messages.get(2).getString("content"));
        assertEquals(
                first.first().content().getString("messageId"), messages.get(1).getString("id"));
        assertEquals(2, messages.get(1).getInt("tokenCount"));
        assertEquals("qwen2.5", messages.get(1).getString("model"));
        assertTrue(messages.get(1).containsKey("responseTime"));
        assertEquals(4, Providers.saw(second).getFirst().messages(), "the system prompt, what was said, the question");
    }

    @Test
    void aWellFormedButUnknownConversationIsCreated() {
        var id = UUID.randomUUID().toString();
        assertEquals(
                id,
                user.tell(Api.json("message", Providers.quick(1), "conversationId", id))
                        .getString("conversationId"));
        var other = user.tell(Api.json("message", Providers.quick(1)));
        assertNotEquals(id, other.getString("conversationId"));
    }

    @Test
    void theAskedModelAnswers() {
        var question = Providers.quick(2);
        try (var stream = user.ask(Api.json("message", question, "model", "gpt-4"))) {
            assertEquals("gpt-4", stream.rest().complete().getString("model"));
        }
        assertEquals("openai", Providers.saw(question).getFirst().vendor());
    }

    @Test
    void aGetMayAskToo() {
        var question = Providers.quick(4);
        try (var stream = user.listen("/api/chat/stream?model=gemma-3&message=" + Api.encoded(question))) {
            var complete = stream.rest().complete();
            assertEquals(Providers.numbered(4), complete.getString("content"));
            assertEquals("gemma-3", complete.getString("model"));
        }
    }
}
