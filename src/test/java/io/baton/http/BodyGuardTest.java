package io.baton.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.platform.Problem;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyGuardTest {
    @Test
    void anOrdinaryBodyPasses() {
        assertPasses("");
        assertPasses("{\"message\": \"接力棒 😀\"}");
        assertPasses("not JSON at all");
    }

    @Test
    void aBodyMayBeAsLongAsTheLimitAndNoLonger() {
        assertPasses("x".repeat(BodyGuard.MAX_BYTES));
        assertRefused(Problem.Kind.CONTEXT_TOO_LONG, "x".repeat(BodyGuard.MAX_BYTES + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c3", "c080", "eda080", "f4908080", "7b22e28222"})
    void whatIsNoUtf8IsRefused(String hex) {
        var body = HexFormat.of().parseHex(hex);
        assertEquals(
                Problem.Kind.BAD_REQUEST,
                assertThrows(Problem.class, () -> BodyGuard.check(body)).kind());
    }

    @Test
    void aBodyMayBeNestedAsDeeplyAsTheLimitAndNoDeeper() {
        assertPasses(nested(BodyGuard.MAX_DEPTH));
        assertRefused(Problem.Kind.BAD_REQUEST, nested(BodyGuard.MAX_DEPTH + 1));
        assertRefused(Problem.Kind.BAD_REQUEST, "{\"a\":".repeat(BodyGuard.MAX_DEPTH + 1));
    }

    @Test
    void bracketsInsideOfStringsNestNothing() {
        assertPasses("{\"message\": \"" + "[".repeat(1_000) + "\"}");
        assertPasses("{\"message\": \"\\\"" + "[".repeat(1_000) + "\"}");
    }

    @Test
    void anEscapedBackslashDoesNotHideTheEndOfAString() {
        assertRefused(Problem.Kind.BAD_REQUEST, "{\"a\": \"\\\\\", \"b\": " + nested(BodyGuard.MAX_DEPTH) + "}");
    }

    @Test
    void manySiblingsAreNotDeep() {
        assertPasses("[" + "[],".repeat(1_000) + "[]]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"262145", "9223372036854775808", "99999999999999999999999999"})
    void aLengthBeyondTheLimitIsRefusedUnread(String declared) {
        assertTrue(BodyGuard.isTooLong(declared, BodyGuard.MAX_BYTES));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "0", "262144", "30, 30", "-1", "+300000", "many"})
    void anyOtherLengthIsLeftToReading(String declared) {
        assertFalse(BodyGuard.isTooLong(declared, BodyGuard.MAX_BYTES));
    }

    private static String nested(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }

    private static void assertPasses(String body) {
        assertDoesNotThrow(() -> BodyGuard.check(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static void assertRefused(Problem.Kind kind, String body) {
        var refused = assertThrows(Problem.class, () -> BodyGuard.check(body.getBytes(StandardCharsets.UTF_8)));
        assertEquals(kind, refused.kind());
    }
}
