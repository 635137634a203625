package io.baton.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.model.Turn.Role;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptTest {
    private static final Turn SYSTEM = new Turn(Role.SYSTEM, "sys!");
    private static final int A_TURN = 5;
    private static final int OUTPUT = 10;

    @Test
    void whatFitsIsLeftAsItIs() {
        var prompt = prompt(SYSTEM, user("old1"), model("old2"), user("new!"));
        assertSame(prompt, prompt.trimmedFor(withRoomFor(4)));
    }

    @Test
    void theOldestTurnsGoFirst() {
        var prompt = prompt(SYSTEM, user("old1"), model("old2"), user("old3"), model("old4"), user("new!"));
        assertEquals(List.of("sys!", "old3", "old4", "new!"), contents(prompt.trimmedFor(withRoomFor(4))));
    }

    @Test
    void theSystemTurnStaysWhenAllHistoryGoes() {
        var prompt = prompt(SYSTEM, user("old1"), model("old2"), user("new!"));
        assertEquals(List.of("sys!", "new!"), contents(prompt.trimmedFor(withRoomFor(2))));
    }

    @Test
    void historyNeverBeginsWithAnAnswer() {
        var prompt = prompt(SYSTEM, user("old1"), model("old2"), user("old3"), model("old4"), user("new!"));
        assertEquals(List.of("sys!", "old3", "old4", "new!"), contents(prompt.trimmedFor(withRoomFor(5))));
        assertEquals(List.of("sys!", "new!"), contents(prompt.trimmedFor(withRoomFor(3))));
    }

    @Test
    void aTurnTooLongHidesWhatIsOlder() {
        var prompt = prompt(SYSTEM, user("old1"), model("x".repeat(400)), user("old3"), user("new!"));
        assertEquals(List.of("sys!", "old3", "new!"), contents(prompt.trimmedFor(withRoomFor(10))));
    }

    @Test
    void itIsTrimmedWithoutASystemTurnToo() {
        var prompt = prompt(user("old1"), model("old2"), user("new!"));
        assertEquals(List.of("new!"), contents(prompt.trimmedFor(withRoomFor(2))));
    }

    @Test
    void trimmingLeavesRoomForTheAnswerThatIsWanted() {
        var turns = List.of(SYSTEM, user("old1"), model("old2"), user("new!"));
        var large = withRoomFor(2);
        assertEquals(
                4,
                new Prompt(turns, 1, null)
                        .trimmedFor(window(4 * A_TURN + 1))
                        .turns()
                        .size());
        assertEquals(
                2, new Prompt(turns, OUTPUT, null).trimmedFor(large).turns().size());
    }

    @Test
    void aQuestionLongerThanTheModelTakesDoesNotFit() {
        assertTrue(prompt(user("x".repeat(4 * OUTPUT))).fits(window(1_000)));
        assertFalse(prompt(user("x".repeat(4 * OUTPUT + 1))).fits(window(1_000)));
    }

    @Test
    void aQuestionThatLeavesNoRoomForItsAnswerDoesNotFit() {
        var prompt = prompt(SYSTEM, user("new!"));
        assertTrue(prompt.fits(withRoomFor(2)));
        assertFalse(prompt.fits(window(2 * A_TURN + OUTPUT - 1)));
    }

    @Test
    void historyIsNoReasonNotToFit() {
        assertTrue(prompt(SYSTEM, user("x".repeat(400)), user("new!")).fits(withRoomFor(2)));
    }

    @Test
    void noModelIsAskedForMoreThanItCan() {
        var turns = List.of(user("new!"));
        assertEquals(OUTPUT, new Prompt(turns, null, null).maxTokensFor(window(100)));
        assertEquals(OUTPUT, new Prompt(turns, 4_096, null).maxTokensFor(window(100)));
        assertEquals(3, new Prompt(turns, 3, null).maxTokensFor(window(100)));
    }

    @Test
    void theTemperatureIsTheModelsUnlessOneIsWanted() {
        var turns = List.of(user("new!"));
        assertEquals(0.5, new Prompt(turns, null, null).temperatureFor(window(100)));
        assertEquals(0.0, new Prompt(turns, null, 0.0).temperatureFor(window(100)));
    }

    @Test
    void aPromptKeepsItsOwnCopyOfTheTurns() {
        var turns = new ArrayList<>(List.of(user("new!")));
        var prompt = new Prompt(turns, null, null);
        turns.clear();
        assertEquals(1, prompt.turns().size());
        assertThrows(IllegalArgumentException.class, () -> new Prompt(turns, null, null));
    }

    @Test
    void aWholeHistoryIsNeverTrimmedAndItsLengthAloneDecides() {
        var turns = List.of(SYSTEM, user("old1"), model("old2"), user("x".repeat(8 * OUTPUT)));
        var prompt = new Prompt(turns, null, null, new Options(true, JsonValue.EMPTY_JSON_OBJECT));
        var needed = prompt.estimatedTokens() + OUTPUT;
        assertTrue(prompt.fits(window(needed)));
        assertFalse(prompt.fits(window(needed - 1)));
        assertEquals(turns, prompt.trimmedFor(window(needed - 1)).turns());
    }

    @Test
    void toolsAndTheirCallsTakeRoom() {
        var tools = Json.createObjectBuilder()
                .add("tools", "1234567890")
                .add("seed", 1)
                .build();
        var plain = prompt(user("1234"));
        assertEquals(
                plain.estimatedTokens() + 3,
                new Prompt(plain.turns(), null, null, new Options(true, tools)).estimatedTokens());
        var calls = List.of(new ToolCall("c", "1234", "12345678", ProviderState.NONE));
        assertEquals(5 + 7, TokenEstimate.of(new Turn(Role.ASSISTANT, "1234", calls, null, null)));
    }

    /** Four characters make a turn of five tokens. */
    private static Model withRoomFor(int turns) {
        return window(turns * A_TURN + OUTPUT);
    }

    private static Model window(int tokens) {
        var one = BigDecimal.ONE;
        return new Model("m", "p", "m", OUTPUT, tokens, 0.5, Continuation.PARTIAL, new Price("v", one, one, one, one));
    }

    private static Prompt prompt(Turn... turns) {
        return new Prompt(List.of(turns), null, null);
    }

    private static List<String> contents(Prompt prompt) {
        return prompt.turns().stream().map(Turn::content).toList();
    }

    private static Turn user(String text) {
        return new Turn(Role.USER, text);
    }

    private static Turn model(String text) {
        return new Turn(Role.ASSISTANT, text);
    }
}
