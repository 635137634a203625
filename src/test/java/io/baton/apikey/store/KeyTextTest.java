package io.baton.apikey.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {
    /** Made once; its checksum was computed with another program's CRC-32. */
    private static final String KEY = "bat_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcd25lQ9O";

    @Test
    void aNewKeyIsIntactAndLikeNoOther() {
        var key = KeyText.random();
        assertTrue(key.isIntact());
        assertTrue(KeyText.isMeant(key.text()));
        assertEquals(50, key.text().length());
        var other = KeyText.random();
        assertNotEquals(key.locator(), other.locator());
        assertNotEquals(key.digest(), other.digest());
    }

    @Test
    void eachWrongCharacterIsFoundByTheChecksum() {
        assertTrue(new KeyText(KEY).isIntact());
        IntStream.range("bat_".length(), KEY.length()).forEach(at -> {
            var other = KEY.charAt(at) == 'x' ? 'y' : 'x';
            var wrong = KEY.substring(0, at) + other + KEY.substring(at + 1);
            assertFalse(new KeyText(wrong).isIntact(), wrong);
        });
    }

    @Test
    void charactersThatChangedPlacesAreFound() {
        assertFalse(new KeyText(KEY.replace("5678", "5768")).isIntact());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "bat_", "bat_0123", "sk-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefgh4OBdNT", "eyJh.e30.x"})
    void anythingElseIsNoKey(String text) {
        assertFalse(new KeyText(text).isIntact());
        assertEquals("no key", new KeyText(text).toString());
    }

    @Test
    void whatIsShownOfAKeyIsNotSecret() {
        assertEquals("bat_01234567…", new KeyText(KEY).toString());
    }
}
