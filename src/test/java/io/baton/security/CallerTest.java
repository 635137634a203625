package io.baton.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class CallerTest {
    @Test
    void theUserIdNeverChanges() {
        assertEquals("e24028d909a042fb27ec4299e310e68c", Caller.userIdOf("https://issuer.example", "4711"));
    }

    @Test
    void theSameSubjectOfTwoIssuersIsTwoUsers() {
        assertNotEquals(Caller.userIdOf("a", "bc"), Caller.userIdOf("ab", "c"));
        assertNotEquals(Caller.userIdOf("a", "ada"), Caller.userIdOf("b", "ada"));
    }
}
