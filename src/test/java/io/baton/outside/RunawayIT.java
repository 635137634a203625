package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestServer;
import io.baton.scripted.SeenRequest.Outcome;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import io.baton.testing.Frames;
import jakarta.json.Json;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A provider that does not stop by itself is cut, its readers are told, and what it has said is booked. */
@Tag("long")
class RunawayIT {
    private static final int LONGEST = 4 * 4 * 4_096;
    private final Api user = Api.somebody();

    @Test
    void anAnswerIsCutAtAFewTimesWhatWasAskedFor() {
        var question = Providers.question("tokens=999999 first=0 delay=0 chunk=50 unbounded=true");
        var heard = user.hear(question);
        var complete = heard.complete();
        assertEquals("length", complete.getString("finishReason"));
        assertEquals(LONGEST, complete.getString("content").length());
        assertEquals(heard.said(), complete.getString("content"));
        assertHungUp(question);
        assertBooked(heard, LONGEST / 8);
    }

    @Test
    void anAnswerOfFewTokensIsCutSoonerAndStoredAsItWasHeard() {
        var question = Providers.question("tokens=999999 first=0 delay=0 text=clusters unbounded=true");
        var body = Json.createObjectBuilder()
                .add("message", question)
                .add("maxTokens", 10)
                .build();
        Frames heard;
        try (var stream = user.ask(body)) {
            heard = stream.rest();
        }
        var complete = heard.complete();
        assertEquals("length", complete.getString("finishReason"));
        assertTrue(complete.getString("content").length() <= 160);
        var stored = user.get("/api/chat/conversations/" + complete.getString("conversationId") + "/messages")
                .with(200)
                .json()
                .getJsonArray("messages")
                .getJsonObject(1);
        assertEquals(complete.getString("content"), stored.getString("content"));
        assertEquals("length", stored.getString("finishReason"));
    }

    @Test
    void aModelThatReasonsWithoutEndIsCutBeforeItSaysAnything() {
        var question = Providers.question("reasoning=999999 tokens=1 first=0 delay=0 chunk=50 unbounded=true");
        var heard = user.hear(question);
        assertEquals("length", heard.complete().getString("finishReason"));
        assertEquals("", heard.complete().getString("content"));
        assertHungUp(question);
        assertBooked(heard, LONGEST / 8);
    }

    @Test
    void clientsOfOpenAisInterfaceAreToldThatItWasTheLength() {
        var spew = "tokens=999999 first=0 delay=0 chunk=50 unbounded=true";
        var whole = Completion.of(user, Completion.asking(Providers.question(spew)));
        var choice = whole.reply().with(200).json().getJsonArray("choices").getJsonObject(0);
        assertEquals("length", choice.getString("finish_reason"));
        assertEquals(
                LONGEST, choice.getJsonObject("message").getString("content").length());
        var streamed = Completion.streamed(user, Completion.asking(Providers.question(spew)));
        assertEquals(LONGEST, streamed.said("content").length());
        assertTrue(streamed.data().stream().anyMatch(data -> data.contains("\"finish_reason\":\"length\"")));
    }

    @Test
    void anAnswerThatTakesTooLongIsCutThere() {
        var hasty = TestServer.running()
                .anotherNode(Map.of("CHAT_ANSWER_TIME", "PT1S", "CHAT_ANSWER_TIME_PER_TOKEN", "PT0S"));
        var question = Providers.question("tokens=1000 first=0 delay=300");
        Frames heard;
        try (var stream = user.at(hasty.url()).ask(question)) {
            heard = stream.rest();
        } finally {
            hasty.kill(); // else it would take over what others leave, and cut it
        }
        assertEquals("length", heard.complete().getString("finishReason"));
        assertFalse(heard.said().isEmpty());
        assertHungUp(question);
        assertBooked(heard, 1);
    }

    @Test
    void othersAreHeardBesideIt() {
        try (var spewing = user.ask(Providers.question("tokens=999999 first=0 delay=0 chunk=50 unbounded=true"))) {
            spewing.next(1);
            for (var i = 0; i < 5; i++) {
                assertEquals(
                        Providers.numbered(20),
                        Api.somebody().hear(Providers.quick(20)).complete().getString("content"));
            }
        }
    }

    private static void assertHungUp(String question) {
        var seen = Await.until(
                "the provider is hung up on",
                () -> Providers.saw(question).getFirst(),
                request -> request.outcome() != Outcome.RUNNING);
        assertEquals(Outcome.HUNG_UP, seen.outcome());
        assertEquals(1, Providers.saw(question).size(), "nobody goes on with it");
    }

    private static void assertBooked(Frames heard, int tokens) {
        var row = Database.row("select * from attempt where answer_id = ?", heard.answerId());
        assertEquals("too_long", row.get("outcome"));
        assertEquals("estimated", row.get("source"));
        assertTrue(((Number) row.get("output_tokens")).intValue() >= tokens, row::toString);
        assertTrue(((BigDecimal) row.get("cost")).signum() > 0, row::toString);
        assertEquals(0, Database.count("hold where answer_id = ?", heard.answerId()));
    }
}
