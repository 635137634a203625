package io.baton.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.baton.platform.Problem;
import io.baton.platform.Problem.Kind;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {
    private static final Version CURRENT = Version.of("a", new BigDecimal("1.50"), null);

    @Test
    void amountsCountByTheirValue() {
        assertEquals(CURRENT, Version.of("a", new BigDecimal("1.5"), null));
        assertNotEquals(CURRENT, Version.of("a", new BigDecimal("1.51"), null));
        assertNotEquals(CURRENT, Version.of("a", new BigDecimal("1.5"), "null "));
    }

    @Test
    void whoeverHasReadTheVersionMayChangeIt() {
        assertDoesNotThrow(() -> Version.check(CURRENT.tag(), CURRENT));
        assertDoesNotThrow(() -> Version.check("\"other\", " + CURRENT.tag(), CURRENT));
        assertDoesNotThrow(() -> Version.check("W/" + CURRENT.tag(), CURRENT), "a proxy has compressed the answer");
        assertDoesNotThrow(() -> Version.check("*", CURRENT));
        assertDoesNotThrow(() -> Version.check(null, CURRENT));
        assertDoesNotThrow(() -> Version.check(null, null));
    }

    @Test
    void whoeverHasReadAnotherMayNot() {
        assertEquals(Kind.VERSION_CONFLICT, refused("\"other\"", CURRENT));
        assertEquals(Kind.VERSION_CONFLICT, refused(CURRENT.tag(), null));
        assertEquals(Kind.VERSION_CONFLICT, refused("*", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "\"abc", "\"a\" \"b\"", "\"a\",", "*, \"a\"", "\"a\"b\""})
    void whatIsNoVersionIsSaid(String header) {
        assertEquals(Kind.BAD_REQUEST, refused(header, CURRENT));
    }

    @Test
    void itMayBeRequired() {
        assertEquals(
                Kind.VERSION_REQUIRED,
                assertThrows(Problem.class, () -> Version.require(null, CURRENT))
                        .kind());
    }

    private static Kind refused(String header, Version current) {
        return assertThrows(Problem.class, () -> Version.check(header, current)).kind();
    }
}
