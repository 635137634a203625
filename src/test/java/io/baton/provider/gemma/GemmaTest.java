package io.baton.provider.gemma;

import static io.baton.model.Turn.Role.ASSISTANT;
import static io.baton.model.Turn.Role.SYSTEM;
import static io.baton.model.Turn.Role.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baton.model.Prompt;
import io.baton.model.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;

class GemmaTest {
    @Test
    void theSystemTurnGoesBeforeTheUsersFirstWords() {
        assertEquals(
                prompt(turn(USER, "Be brief.\n\nHi"), turn(ASSISTANT, "Hello"), turn(USER, "Why?")),
                Gemma.withoutSystemRole(prompt(
                        turn(SYSTEM, "Be brief."), turn(USER, "Hi"), turn(ASSISTANT, "Hello"), turn(USER, "Why?"))));
    }

    @Test
    void anAssistantTurnThatCameFirstStaysFirst() {
        assertEquals(
                prompt(turn(ASSISTANT, "Hello"), turn(USER, "Be brief.\n\nHi")),
                Gemma.withoutSystemRole(prompt(turn(SYSTEM, "Be brief."), turn(ASSISTANT, "Hello"), turn(USER, "Hi"))));
    }

    @Test
    void aSystemTurnAloneIsTheUsers() {
        assertEquals(prompt(turn(USER, "Be brief.")), Gemma.withoutSystemRole(prompt(turn(SYSTEM, "Be brief."))));
    }

    @Test
    void withoutASystemTurnNothingChanges() {
        var prompt = prompt(turn(USER, "Hi"));
        assertEquals(prompt, Gemma.withoutSystemRole(prompt));
    }

    private static Turn turn(Turn.Role role, String content) {
        return new Turn(role, content);
    }

    private static Prompt prompt(Turn... turns) {
        return new Prompt(List.of(turns), 100, 0.5);
    }
}
