package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.scripted.Script;
import io.baton.scripted.SeenRequest;
import io.baton.testing.Api;
import io.baton.testing.Database;
import io.baton.testing.Database.Attempt;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Faults before the first output: the reader gets one answer, by whoever can give it. */
class FailoverIT {
    private static final List<String> VENDORS = List.of("qwen", "gemma", "openai");
    private final Api user = Api.somebody();

    @AfterEach
    void allIsWellAgain() {
        Providers.scripted().resetScripts();
    }

    @EachFaultBeforeTheFirstWord
    void theSecondModelAnswersWhenTheFirstFails(String fault, String outcome) {
        var question = "Question " + UUID.randomUUID() + " [[qwen:" + fault + "]] [[tokens=6 first=0 delay=0]]";
        var frames = user.hear(question);

        assertEquals(Providers.numbered(6), frames.said());
        assertEquals("gemma-3", frames.complete().getString("model"));
        assertEquals(
                Json.createObjectBuilder()
                        .add("from", "qwen2.5")
                        .add("to", "gemma-3")
                        .add("reason", outcome)
                        .add("at", 0)
                        .build(),
                frames.of("switch").getFirst());
        assertEquals(List.of("start", "switch"), frames.types().subList(0, 2));
        assertEquals(1, frames.of("switch").size());
        frames.assertNumbered(frames.answerId());

        var attempts = Database.attempts(frames.answerId());
        assertEquals(
                List.of("qwen2.5 " + outcome, "gemma-3 complete"),
                attempts.stream()
                        .map(attempt -> attempt.model() + " " + attempt.outcome())
                        .toList());
        assertEquals(
                List.of(false, true),
                attempts.stream().map(Attempt::endedAnswer).toList());
        assertEquals(
                List.of("qwen", "gemma"),
                Providers.saw(question).stream()
                        .map(SeenRequest::vendor)
                        .distinct() // a connection that was used before and is closed is no answer: it is asked over a
                        // new one
                        .toList());
    }

    @Test
    void theThirdModelAnswersWhenTwoFail() {
        var question = "Question " + UUID.randomUUID()
                + " [[qwen:fault=reset]] [[gemma:fault=status:503]] [[tokens=3 first=0 delay=0]]";
        var frames = user.hear(question);
        assertEquals("gpt-4", frames.complete().getString("model"));
        assertEquals(Providers.numbered(3), frames.said());
        assertEquals(1, frames.of("switch").size(), "only those who speak are named");
        assertEquals("qwen2.5", frames.of("switch").getFirst().getString("from"));
        assertEquals("gpt-4", frames.of("switch").getFirst().getString("to"));
        assertEquals(3, Database.attempts(frames.answerId()).size());
    }

    @Test
    void theRingGoesRound() {
        var question = "Question " + UUID.randomUUID() + " [[openai:fault=status:500]] [[tokens=3 first=0 delay=0]]";
        try (var stream = user.ask(Api.json("message", question, "model", "gpt-4"))) {
            assertEquals("qwen2.5", stream.rest().complete().getString("model"));
        }
    }

    @Test
    void whenAllFailThereIsOneClearEndAndTheQuestionIsKept() {
        everyone("fault=status:500");
        var question = "Question " + UUID.randomUUID();
        var frames = user.hear(question);
        assertEquals(List.of("start", "error"), frames.types());
        assertEquals("ALL_MODELS_FAILED", frames.error());
        assertTrue(frames.last().content().getString("message").length() > 10);
        assertEquals(
                List.of("status", "status", "status"),
                Database.attempts(frames.answerId()).stream()
                        .map(Attempt::outcome)
                        .toList());
        assertEquals(3, Providers.saw(question).size());
        assertEquals(0, Database.count("hold where answer_id = ?", frames.answerId()));
        assertEquals(
                "failed",
                Database.row("select state from answer where id = ?", frames.answerId())
                        .get("state"));
        var messages = messages(frames.first().json().getString("conversationId"));
        assertEquals(
                List.of(question),
                messages.stream().map(each -> each.getString("content")).toList());
    }

    @Test
    void aFailedQuestionIsAnsweredAnewByALaterGet() {
        everyone("fault=reset");
        var failed = user.hear("Question " + UUID.randomUUID());
        assertEquals("ALL_MODELS_FAILED", failed.error());
        everyone("tokens=4 first=0 delay=0");
        var conversation = failed.first().json().getString("conversationId");
        try (var stream = user.follow(conversation)) {
            var frames = stream.rest();
            assertEquals(Providers.numbered(4), frames.complete().getString("content"));
            frames.assertNumbered(frames.answerId());
            assertTrue(!frames.answerId().equals(failed.answerId()));
        }
        assertEquals(2, messages(conversation).size());
    }

    @Test
    void aFailedAnswerSaysSoAgainToWhoeverReadsItsEvents() {
        everyone("fault=status:503");
        var failed = user.hear("Question " + UUID.randomUUID());
        try (var stream = user.listen("/api/chat/answers/" + failed.answerId() + "/events")) {
            assertEquals(failed, stream.rest());
        }
    }

    @Test
    void whatWasSaidIsKeptAndBilledWhenEveryoneBreaksOff() {
        everyone("tokens=40 first=0 delay=0 fault=reset at=5");
        var frames = user.hear("Question " + UUID.randomUUID());
        assertEquals("ALL_MODELS_FAILED", frames.error());
        assertTrue(frames.said().startsWith(Providers.numbered(5)), frames.said());
        var stored = messages(frames.first().json().getString("conversationId"));
        assertEquals(frames.said(), stored.get(1).getString("content"));
        var attempts = Database.attempts(frames.answerId());
        assertTrue(attempts.stream().allMatch(each -> each.outcome().equals("cut")), attempts::toString);
        assertTrue(attempts.getFirst().output() > 0, attempts::toString);
        assertTrue(attempts.getFirst().cost().signum() > 0, attempts::toString);
        assertEquals(0, Database.count("hold where answer_id = ?", frames.answerId()));
    }

    private static void everyone(String script) {
        VENDORS.forEach(vendor -> Providers.scripted().script(vendor, Script.of(script)));
    }

    private List<JsonObject> messages(String conversation) {
        return user.get("/api/chat/conversations/" + conversation + "/messages")
                .with(200)
                .json()
                .getJsonArray("messages")
                .getValuesAs(JsonObject.class);
    }
}
