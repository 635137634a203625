package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import io.baton.testing.Frames;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The answer to an identical prompt is given again where the caller allows it, costs nothing, and is nobody else's. */
class AnswerCacheIT {
    private static final String SHARED = "/api/admin/answer-cache/shared-questions";
    private final Api user = Api.somebody();

    @Test
    void theSecondAnswerRepeatsTheFirstAndCostsNothing() {
        var question = Providers.quick(30);
        var first = hear(user, cold(question));
        var again = hear(user, cold(question));
        assertEquals(first.said(), again.said());
        assertEquals(Providers.numbered(30), again.complete().getString("content"));
        assertEquals("cache", again.of("start").getFirst().getString("reason"));
        assertFalse(first.of("start").getFirst().containsKey("reason"));
        assertEquals(0, again.complete().getJsonNumber("cost").bigDecimalValue().signum());
        assertEquals(1, Providers.saw(question).size());

        var paid = row(first.answerId());
        var repeated = row(again.answerId());
        assertEquals("cache", repeated.get("provider"));
        assertEquals("qwen2.5", repeated.get("model"));
        assertEquals("complete", repeated.get("outcome"));
        assertEquals("void", repeated.get("source"));
        assertEquals(0, ((BigDecimal) repeated.get("cost")).signum());
        assertEquals(paid.get("cost"), repeated.get("saved"));
        assertNull(paid.get("saved"));
        assertNull(repeated.get("first_output_ms"));
        assertEquals(0, Database.count("hold where answer_id = ?", again.answerId()));
    }

    @Test
    void onlyWhereTheCallerAllowsIt() {
        var question = Providers.quick(3);
        hear(user, asking(question).build());
        hear(user, asking(question).build());
        hear(user, asking(question).add("temperature", 0.5).build());
        assertEquals(3, Providers.saw(question).size(), "it was not asked for");
        hear(user, asking(question).add("cache", true).build());
        hear(user, asking(question).add("cache", true).build());
        assertEquals(4, Providers.saw(question).size());
        hear(user, asking(question).add("temperature", 0).add("cache", false).build());
        hear(user, asking(question).add("temperature", 0).add("cache", false).build());
        assertEquals(6, Providers.saw(question).size());
        user.post("/api/chat/stream", asking(question).add("cache", "yes").build())
                .problem(400, "cache");
    }

    @Test
    void whateverChangesTheAnswerChangesTheKey() {
        var question = Providers.quick(3);
        hear(user, cold(question));
        hear(user, asking(question).add("temperature", 0).add("maxTokens", 50).build());
        hear(
                user,
                asking(question).add("temperature", 0).add("model", "gemma-3").build());
        hear(user, cold(question + " "));
        hear(Api.somebody(), cold(question));
        assertEquals(5, Providers.saw(question).size());
    }

    @Test
    void historyIsPartOfThePrompt() {
        var question = Providers.quick(3);
        var before = hear(user, cold(Providers.quick(2)));
        var conversation = before.all().getFirst().json().getString("conversationId");
        hear(
                user,
                asking(question)
                        .add("temperature", 0)
                        .add("conversationId", conversation)
                        .build());
        hear(user, cold(question));
        assertEquals(2, Providers.saw(question).size());
    }

    @Test
    void manyWhoAskAtOnceShareOneRequest() throws Exception {
        var question = Providers.question("tokens=40 first=300 delay=20");
        var admin = Api.of("admin");
        var shared = admin.post(SHARED, Api.json("question", " " + question + " "))
                .with(200)
                .json();
        var second = TestServer.running().anotherNode(Map.of());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<Frames>>();
            for (var i = 0; i < 100; i++) {
                var reader = i % 2 == 0 ? Api.somebody() : Api.somebody().at(second.url());
                answers.add(threads.submit(() -> hear(reader, asking(question).build())));
            }
            for (var answer : answers) {
                assertEquals(Providers.numbered(40), answer.get().complete().getString("content"));
            }
        } finally {
            second.kill();
        }
        assertEquals(1, Providers.saw(question).size());
        assertEquals(
                question,
                admin.get(SHARED).with(200).array().getValuesAs(JsonObject.class).stream()
                        .filter(each -> each.getString("id").equals(shared.getString("id")))
                        .findFirst()
                        .orElseThrow()
                        .getString("question"));
        admin.delete(SHARED + "/" + shared.getString("id")).with(204);
        hear(Api.somebody(), asking(question).build());
        assertEquals(2, Providers.saw(question).size(), "it is nobody else's any more");
        admin.delete(SHARED + "/" + shared.getString("id")).problem(404);
    }

    @Test
    void aFailureIsNotRepeated() {
        var question = "Question " + UUID.randomUUID() + " [[tokens=20 first=0 delay=0]] [[qwen:fault=reset at=10]]";
        var first = hear(user, cold(question));
        var again = hear(user, cold(question));
        assertEquals(Providers.numbered(20), first.said());
        assertEquals(Providers.numbered(20), again.said());
        assertEquals(
                2,
                Providers.saw(question).stream()
                        .filter(seen -> seen.vendor().equals("qwen"))
                        .count());
        assertFalse(again.of("start").getFirst().containsKey("reason"));
    }

    @Test
    void whatWasDeletedIsNotRepeated() {
        var question = Providers.quick(5);
        var first = hear(user, cold(question));
        user.delete("/api/chat/conversations/" + first.first().json().getString("conversationId"))
                .with(204);
        var again = hear(user, cold(question));
        assertFalse(again.of("start").getFirst().containsKey("reason"));
        assertEquals(2, Providers.saw(question).size());
    }

    @Test
    void whatAnotherModelSaidIsNotTheAskedModels() {
        var question = Providers.quick(5);
        var admin = Api.of("admin");
        admin.put("/api/admin/models/qwen2.5/standing", available(false)).with(204);
        try {
            assertEquals("gemma-3", hear(user, cold(question)).complete().getString("model"));
        } finally {
            admin.put("/api/admin/models/qwen2.5/standing", available(true)).with(204);
        }
        assertEquals("qwen2.5", hear(user, cold(question)).complete().getString("model"));
        assertEquals("qwen2.5", hear(user, cold(question)).complete().getString("model"));
        assertEquals(2, Providers.saw(question).size());
    }

    /** Its reader goes away, so it is stopped; the one who repeats it gets a model of their own. */
    @Test
    void whoRepeatsAnAnswerThatIsStoppedGetsAWholeOneNevertheless() {
        var question = Providers.question("tokens=60 first=0 delay=30");
        Frames begun;
        try (var first = user.ask(cold(question))) {
            begun = first.next(5);
            try (var second = user.ask(cold(question))) {
                var heard = second.next(5);
                user.delete("/api/chat/answers/" + begun.answerId()).with(204);
                var whole = heard.then(second.rest());
                assertEquals(Providers.numbered(60), whole.complete().getString("content"));
                assertNotEquals(begun.answerId(), whole.answerId());
                var attempts =
                        Database.rows("select * from attempt where answer_id = ? order by ordinal", whole.answerId());
                assertEquals(
                        List.of("cache", "qwen"),
                        attempts.stream().map(row -> row.get("provider")).toList());
                assertEquals("cut", attempts.getFirst().get("outcome"));
                assertEquals(0, ((BigDecimal) attempts.getFirst().get("cost")).signum());
            }
        }
    }

    @Test
    void openAisClientsGetItToo() {
        var question = Providers.question("tokens=12 first=0 delay=0 reasoning=4");
        var first = Completion.streamed(user, Completion.asking(question).add("temperature", 0));
        var again = Completion.streamed(user, Completion.asking(question).add("temperature", 0));
        assertEquals(first.said("content"), again.said("content"));
        assertEquals(first.said("reasoning_content"), again.said("reasoning_content"));
        assertFalse(again.said("reasoning_content").isEmpty());
        var whole = Completion.of(user, Completion.asking(question).add("temperature", 0));
        assertEquals(1, Providers.saw(question).size());
        assertTrue(whole.reply().with(200).body().contains("t12"));
    }

    @Test
    void anAdminSeesWhatItSaves() {
        var admin = Api.of("admin");
        var before = admin.get("/api/admin/answer-cache").with(200).json();
        var question = Providers.quick(20);
        hear(user, cold(question));
        hear(user, cold(question));
        var after = Await.until(
                () -> admin.get("/api/admin/answer-cache").with(200).json(),
                figures -> figures.getInt("hits") > before.getInt("hits"));
        assertTrue(after.getInt("misses") > before.getInt("misses"));
        assertTrue(after.getJsonNumber("saved")
                        .bigDecimalValue()
                        .compareTo(before.getJsonNumber("saved").bigDecimalValue())
                > 0);
        user.get("/api/admin/answer-cache").with(403);
        admin.post(SHARED, Api.json("question", " ")).problem(400, "question");
        admin.post(SHARED, Api.json()).problem(400, "question");
    }

    private static Frames hear(Api who, JsonObject question) {
        try (var stream = who.ask(question)) {
            return stream.rest();
        }
    }

    private static JsonObject available(boolean is) {
        return Json.createObjectBuilder().add("available", is).build();
    }

    private static JsonObject cold(String question) {
        return asking(question).add("temperature", 0).build();
    }

    private static JsonObjectBuilder asking(String question) {
        return Json.createObjectBuilder().add("message", question).add("model", "qwen2.5");
    }

    private static Map<String, Object> row(UUID answer) {
        return Await.until(
                "the answer is settled",
                Duration.ofSeconds(10),
                () -> Database.row("select * from attempt where answer_id = ?", answer),
                row -> row.get("outcome") != null);
    }
}
