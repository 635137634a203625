package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.scripted.Script;
import io.baton.scripted.SeenRequest;
import io.baton.testing.Api;
import io.baton.testing.Database;
import io.baton.testing.Database.Attempt;
import io.baton.testing.Frames;
import jakarta.json.JsonObject;
import java.text.BreakIterator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults in mid-answer: another model goes on from the last character, and the text is as if nothing had happened. */
class ContinuationIT {
    private static final String PACE = "[[tokens=12 first=0 delay=0]]";
    private final Api user = Api.somebody();

    @AfterEach
    void allIsWellAgain() {
        Providers.scripted().resetScripts();
    }

    @EachFaultInMidAnswer
    void anotherModelGoesOnFromTheLastCharacter(String fault, String outcome) {
        var frames = user.hear(question("[[qwen:" + fault + " at=5]]"));

        assertWhole(frames, Providers.numbered(12));
        assertEquals("gemma-3", frames.complete().getString("model"));
        var change = frames.of("switch").getFirst();
        assertEquals(Api.json("from", "qwen2.5", "to", "gemma-3", "reason", outcome), without(change, "at"));
        assertEquals(15, change.getInt("at"), "five tokens of three characters");
        assertEquals(
                List.of("qwen2.5 " + outcome, "gemma-3 complete"),
                Database.attempts(frames.answerId()).stream()
                        .map(attempt -> attempt.model() + " " + attempt.outcome())
                        .toList());
    }

    @Test
    void eachAttemptIsBilledWhatItCost() {
        var question = question("[[qwen:fault=reset at=5]]");
        var frames = user.hear(question);
        var attempts = Database.attempts(frames.answerId());
        var billed = Providers.saw(question);
        assertEquals(billed.stream().map(SeenRequest::vendor).toList(), List.of("qwen", "gemma"));
        assertEquals("estimated", attempts.getFirst().source());
        assertTrue(attempts.getFirst().output() > 0);
        assertEquals("measured", attempts.getLast().source());
        assertEquals(billed.getLast().completionTokens(), attempts.getLast().output());
        assertEquals(billed.getLast().promptTokens(), attempts.getLast().input());
        var cost = attempts.stream()
                .map(Attempt::cost)
                .reduce(java.math.BigDecimal::add)
                .orElseThrow();
        assertEquals(0, cost.compareTo(frames.complete().getJsonNumber("cost").bigDecimalValue()));
        assertEquals("estimated", frames.complete().getJsonObject("usage").getString("source"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "repeat=6",
                "preamble=true",
                "repeat=6 preamble=true",
                "preamble=true chunk=3",
                "repeat=9 bytes=1"
            })
    void whatTheNextModelRepeatsOrRemarksIsNotSaid(String habit) {
        var frames = user.hear(question("[[qwen:fault=reset at=10]] [[gemma:" + habit + "]]"));
        assertWhole(frames, Providers.numbered(12));
        assertEquals(31, frames.of("switch").getFirst().getInt("at"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "cjk", "emoji", "clusters"})
    void whereTheNextModelBeginsAnewNothingIsSaidTwiceHoweverEarlyTheBreak(String look) {
        var whole = user.hear(question("[[text=" + look + "]]")).complete().getString("content");
        for (var habit : List.of("from=1", "from=1 preamble=true")) {
            for (var at = 1; at < 12; at++) {
                var cut = "[[text=" + look + "]] [[qwen:fault=reset at=" + at + "]] [[gemma:" + habit + "]]";
                assertEquals(whole, user.hear(question(cut)).complete().getString("content"), cut);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cjk", "emoji", "clusters"})
    void noCharacterIsParted(String look) {
        var whole = user.hear(question("[[text=" + look + "]]")).complete().getString("content");
        for (var at = 1; at < 12; at += 3) {
            var frames = user.hear(question("[[text=" + look + " bytes=1]] [[qwen:fault=reset at=" + at + "]]"));
            assertWhole(frames, whole);
            for (var offset : List.of(frames.of("switch").getFirst().getInt("at"))) {
                assertBoundary(whole, offset);
            }
        }
    }

    @Test
    void aBreakInsideACharacterOnTheWireLosesNothing() {
        var whole = user.hear(question("[[text=clusters]]")).complete().getString("content");
        for (var bytes : new int[] {700, 1_300, 1_901, 2_002, 2_503}) {
            var cut = question("[[text=clusters]] [[qwen:fault=reset at-byte=" + bytes + "]]");
            var frames = user.hear(cut);
            assertWhole(frames, whole);
            assertEquals(2, Providers.saw(cut).size());
        }
    }

    @Test
    void itGoesRoundTheRingAsLongAsContinuationsAreLeft() {
        var frames = user.hear(question(
                "[[qwen:fault=reset at=3]] [[gemma:fault=error at=3]] [[openai:fault=close at=3]]" + " [[tokens=13]]"));
        assertEquals("ALL_MODELS_FAILED", frames.error(), "three continuations, then the end");
        assertEquals(
                List.of("gemma-3", "gpt-4", "qwen2.5"),
                frames.of("switch").stream().map(each -> each.getString("to")).toList());
        assertEquals(Providers.numbered(12), frames.said());
        var stored = messages(frames).get(1);
        assertEquals(frames.said(), stored.getString("content"));
    }

    @Test
    void whatTwoModelsHaveNothingToAddToIsWhole() {
        var frames = user.hear(question("[[qwen:fault=reset at=12]]"));
        assertWhole(frames, Providers.numbered(12));
        assertEquals(0, frames.of("switch").size(), "nobody else said a word");
        assertEquals(3, Database.attempts(frames.answerId()).size());
    }

    @Test
    void oneAloneWithNothingToAddIsNotBelieved() {
        var frames = user.hear(question("[[qwen:fault=reset at=4]] [[gemma:fault=empty]]"));
        assertWhole(frames, Providers.numbered(12));
        assertEquals("gpt-4", frames.complete().getString("model"));
    }

    @Test
    void whoeverDoesNotKeepThePaceIsLeftForTheNext() {
        var frames = user.hear(question("[[qwen:delay=600000]]"));
        assertWhole(frames, Providers.numbered(12));
        assertEquals("too_slow", frames.of("switch").getFirst().getString("reason"));
    }

    @Test
    void whoeverFailsToGoOnIsPassedOver() {
        var frames = user.hear(question("[[qwen:fault=reset at=4]] [[gemma:fault=status:503]]"));
        assertWhole(frames, Providers.numbered(12));
        var change = frames.of("switch").getFirst();
        assertEquals("gpt-4", change.getString("to"));
        assertEquals("cut", change.getString("reason"), "why the one who spoke no longer does");
        assertEquals(3, Database.attempts(frames.answerId()).size());
    }

    @Test
    void theSpansAreStoredWithTheMessage() {
        var frames = user.hear(question("[[qwen:fault=reset at=4]]"));
        var stored = messages(frames).get(1);
        assertEquals(frames.complete().getJsonArray("spans"), stored.getJsonArray("spans"));
        assertEquals(2, stored.getJsonArray("spans").size());
    }

    @Test
    void aDefaultAnswerGoesOnTheSameWay() {
        Providers.scripted().script("qwen", Script.of("fault=reset at=9 first=0 delay=0"));
        Providers.scripted().script("gemma", Script.of("first=0 delay=0"));
        var frames = user.hear("Why " + UUID.randomUUID() + "?");
        assertEquals(1, frames.of("switch").size());
        assertEquals(frames.said(), frames.complete().getString("content"));
        assertTrue(frames.said().endsWith("finish reason.\n"), frames::said);
    }

    @Test
    void aStopWhileTheSecondSpeaksKeepsBoth() {
        try (var stream =
                user.ask(Providers.question("tokens=200 first=0 delay=20") + " [[qwen:fault=reset at=3 delay=0]]")) {
            var begun = stream.until(frame -> frame.type().equals("switch"));
            var more = stream.until(frame -> frame.type().equals("chunk"));
            user.delete("/api/chat/answers/" + begun.answerId()).with(204);
            var all = begun.then(more).then(stream.rest());
            assertEquals("stopped", all.complete().getString("finishReason"));
            assertEquals(all.said(), all.complete().getString("content"));
            assertEquals(2, all.complete().getJsonArray("spans").size());
        }
    }

    private static String question(String directives) {
        return "Question " + UUID.randomUUID() + " " + PACE + " " + directives;
    }

    /** The text, its frames, its spans and what is stored agree. */
    private void assertWhole(Frames frames, String text) {
        var complete = frames.complete();
        assertEquals(text, complete.getString("content"));
        assertEquals(text, frames.said());
        assertEquals("stop", complete.getString("finishReason"));
        frames.assertNumbered(frames.answerId());
        var end = 0;
        for (var span : complete.getJsonArray("spans").getValuesAs(JsonObject.class)) {
            assertEquals(end, span.getInt("from"));
            end = span.getInt("to");
        }
        assertEquals(text.length(), end);
        assertEquals(text, messages(frames).get(1).getString("content"));
    }

    private static void assertBoundary(String text, int offset) {
        var characters = BreakIterator.getCharacterInstance();
        characters.setText(text);
        assertTrue(characters.isBoundary(offset), () -> "inside a character: " + offset);
    }

    private static JsonObject without(JsonObject json, String member) {
        var rest = jakarta.json.Json.createObjectBuilder(json);
        return rest.remove(member).build();
    }

    private List<JsonObject> messages(Frames frames) {
        var conversation = frames.first().json().getString("conversationId");
        return user.get("/api/chat/conversations/" + conversation + "/messages")
                .with(200)
                .json()
                .getJsonArray("messages")
                .getValuesAs(JsonObject.class);
    }
}
