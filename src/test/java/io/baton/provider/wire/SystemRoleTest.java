package io.baton.provider.wire;

import static io.baton.model.Turn.Role.ASSISTANT;
import static io.baton.model.Turn.Role.SYSTEM;
import static io.baton.model.Turn.Role.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baton.model.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;

class SystemRoleTest {
    @Test
    void theSystemTurnGoesBeforeTheUsersFirstWords() {
        assertEquals(
                turns(turn(USER, "Be brief.\n\nHi"), turn(ASSISTANT, "Hello"), turn(USER, "Why?")),
                SystemRole.without(turns(
                        turn(SYSTEM, "Be brief."), turn(USER, "Hi"), turn(ASSISTANT, "Hello"), turn(USER, "Why?"))));
    }

    @Test
    void anAssistantTurnThatCameFirstStaysFirst() {
        assertEquals(
                turns(turn(ASSISTANT, "Hello"), turn(USER, "Be brief.\n\nHi")),
                SystemRole.without(turns(turn(SYSTEM, "Be brief."), turn(ASSISTANT, "Hello"), turn(USER, "Hi"))));
    }

    @Test
    void aSystemTurnAloneIsTheUsers() {
        assertEquals(turns(turn(USER, "Be brief.")), SystemRole.without(turns(turn(SYSTEM, "Be brief."))));
    }

    @Test
    void withoutASystemTurnNothingChanges() {
        var turns = turns(turn(USER, "Hi"));
        assertEquals(turns, SystemRole.without(turns));
    }

    private static Turn turn(Turn.Role role, String content) {
        return new Turn(role, content);
    }

    private static List<Turn> turns(Turn... turns) {
        return List.of(turns);
    }
}
