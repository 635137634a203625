package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.testing.Api;
import jakarta.json.JsonObject;
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
            assertEquals(Providers.numbered(5), stream.rest().complete().getString("content"));
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
                Set.of("chunk"),
                Set.copyOf(frames.types().subList(1, frames.all().size() - 1)));
        assertEquals("complete", frames.last().type());
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
