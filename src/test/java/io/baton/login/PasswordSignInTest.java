package io.baton.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordSignInTest {
    @ParameterizedTest
    @ValueSource(strings = {"ADA LIN", " ada  lin ", "Ada\u3000Lin", "\uff41da lin"})
    void anotherSpellingThatADirectoryTakesIsNoFurtherTry(String name) {
        assertEquals(PasswordSignIn.person("ada lin"), PasswordSignIn.person(name));
    }

    @Test
    void anotherNameIsAnotherPerson() {
        assertNotEquals(PasswordSignIn.person("ada lin"), PasswordSignIn.person("adalin"));
    }
}
