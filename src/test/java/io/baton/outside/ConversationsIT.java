package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConversationsIT {
    private static final String CONVERSATIONS = "/api/chat/conversations";
    private final Api user = Api.somebody();

    @Test
    void theListIsNewestFirstAndPaged() {
        var ids = new ArrayList<String>();
        for (var i = 0; i < 3; i++) {
            ids.addFirst(tell("About number " + i));
        }
        assertEquals(ids, listed(""));
        assertEquals(ids.subList(0, 2), listed("?limit=2"));
        assertEquals(ids.subList(2, 3), listed("?limit=2&page=2"));
        assertEquals(List.of(), listed("?limit=2&page=3"));
        var page = user.get(CONVERSATIONS + "?limit=2&page=2").with(200).json();
        assertEquals(2, page.getInt("page"));
        assertEquals(2, page.getInt("limit"));
        assertEquals(3, page.getInt("total"));
    }

    @Test
    void aConversationShowsItsMembers() {
        tell("What is a baton?");
        var shown = user.get(CONVERSATIONS).json().getJsonArray("conversations").getJsonObject(0);
        assertEquals(
                Set.of("id", "title", "createdAt", "updatedAt", "messageCount", "model", "askedModel"), shown.keySet());
        assertEquals("What is a baton?", shown.getString("title"));
        assertEquals(1, shown.getInt("messageCount"));
        assertEquals("qwen2.5", shown.getString("model"));
        assertTrue(shown.getString("createdAt").endsWith("Z"));
    }

    @Test
    void wordsOfTheTitleFindAConversation() {
        var wanted = tell("The 100% certain RELAY race");
        tell("Something else");
        assertEquals(List.of(wanted), listed("?q=relay"));
        assertEquals(List.of(wanted), listed("?q=" + Api.encoded("100% cert")));
        assertEquals(List.of(), listed("?q=" + Api.encoded("100_")));
        assertEquals(2, listed("?q=").size());
    }

    @Test
    void messagesArePaged() {
        var id = tell("One");
        user.tell(Api.json("message", "Two", "conversationId", id));
        user.tell(Api.json("message", "Three", "conversationId", id));
        var page = user.get(CONVERSATIONS + "/" + id + "/messages?page=2&limit=2")
                .with(200)
                .json();
        assertEquals(3, page.getInt("total"));
        assertEquals(1, page.getJsonArray("messages").size());
        assertEquals("Three", page.getJsonArray("messages").getJsonObject(0).getString("content"));
    }

    @Test
    void aConversationIsRenamed() {
        var id = tell("Before");
        var renamed = user.patch(CONVERSATIONS + "/" + id, Api.json("title", " 接力 & <b>"));
        assertEquals("接力 & <b>", renamed.with(200).json().getString("title"));
        assertEquals(List.of(id), listed("?q=" + Api.encoded("接力")));
    }

    @Test
    void aConversationIsExportedAsMarkdown() {
        var id = user.hear(Providers.quick(3)).complete().getString("conversationId");
        var export =
                user.get(CONVERSATIONS + "/" + id + "/export?format=markdown").with(200);
        assertTrue(export.header("Content-Type").startsWith("text/markdown"));
        assertTrue(export.body().startsWith("# Question "), export.body());
        assertTrue(export.body().contains(Providers.numbered(3)), export.body());
    }

    @Test
    void aConversationIsExportedAsJson() {
        var question = Providers.quick(3);
        var id = user.hear(question).complete().getString("conversationId");
        var export = user.get(CONVERSATIONS + "/" + id + "/export?format=json").with(200);
        assertTrue(export.header("Content-Type").startsWith("application/json"));
        var messages = export.json().getJsonArray("messages").getValuesAs(JsonObject.class);
        assertEquals(
                List.of(question, Providers.numbered(3)),
                messages.stream().map(each -> each.getString("content")).toList());
    }

    @Test
    void aConversationThatWasNotAnsweredYetIsExportedToo() {
        var id = tell("Nobody has answered");
        assertEquals(
                1,
                user.get(CONVERSATIONS + "/" + id + "/export?format=json")
                        .with(200)
                        .json()
                        .getJsonArray("messages")
                        .size());
    }

    @Test
    void aDeletedConversationIsGoneAndItsBooksAreKept() {
        var frames = user.hear(Providers.quick(2));
        var id = frames.complete().getString("conversationId");
        user.delete(CONVERSATIONS + "/" + id).with(204);
        user.get(CONVERSATIONS + "/" + id + "/messages").problem(404);
        user.delete(CONVERSATIONS + "/" + id).problem(404);
        assertEquals(List.of(), listed(""));
        assertEquals(0, Database.count("message where conversation_id = ?", UUID.fromString(id)));
        assertEquals(1, Database.attempts(frames.answerId()).size());
    }

    @Test
    void aConversationThatIsDeletedWhileItIsAnsweredEndsItsStream() {
        try (var stream = user.ask(Providers.question("tokens=100 first=0 delay=20"))) {
            var start = stream.next(2);
            user.delete(CONVERSATIONS + "/" + start.first().json().getString("conversationId"))
                    .with(204);
            stream.rest();
            Await.until(
                    "the books are closed",
                    () -> Database.attempts(start.answerId()),
                    attempts -> attempts.getFirst().outcome() != null);
            assertEquals(0, Database.count("hold where answer_id = ?", start.answerId()));
        }
    }

    @Test
    void allModelsAreListed() {
        var models = user.get("/api/models").with(200).array().getValuesAs(JsonObject.class);
        assertEquals(
                List.of("qwen2.5", "gemma-3", "gpt-4"),
                models.stream().map(model -> model.getString("id")).toList());
        var gemma = models.get(1);
        assertEquals("gemma", gemma.getString("provider"));
        assertTrue(gemma.getBoolean("available"));
        assertEquals(2048, gemma.getInt("maxTokens"));
        assertTrue(gemma.getInt("contextWindow") > 2048);
        assertEquals("0.0008", gemma.getJsonObject("price").get("output").toString());
        assertFalse(gemma.containsKey("reason"));
    }

    @Test
    void eachModelTellsItsTotals() {
        for (var model : user.get("/api/models").with(200).array().getValuesAs(JsonObject.class)) {
            assertTrue(model.containsKey("totals"), model::toString);
        }
    }

    private String tell(String question) {
        return user.tell(Api.json("message", question)).getString("conversationId");
    }

    private List<String> listed(String query) {
        return user
                .get(CONVERSATIONS + query)
                .with(200)
                .json()
                .getJsonArray("conversations")
                .getValuesAs(JsonObject.class)
                .stream()
                .map(each -> each.getString("id"))
                .toList();
    }
}
