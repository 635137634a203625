package io.baton.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.platform.Problem;
import jakarta.json.Json;
import java.io.StringReader;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {
    @Test
    void membersAreReadByTheirType() {
        var body = body("{'text': 'hi', 'whole': 7, 'number': 0.5, 'flag': false}");
        assertEquals(Optional.of("hi"), body.text("text"));
        assertEquals(Optional.of(7), body.wholeNumber("whole", 1, 10));
        assertEquals(Optional.of(0.5), body.number("number", 0, 2));
        assertEquals(Optional.of(false), body.flag("flag"));
    }

    @Test
    void anAbsentMemberAndNullAreTheSame() {
        var body = body("{'there': null}");
        for (var member : new String[] {"there", "absent"}) {
            assertTrue(body.text(member).isEmpty());
            assertTrue(body.wholeNumber(member, 0, 1).isEmpty());
            assertTrue(body.number(member, 0, 1).isEmpty());
            assertTrue(body.flag(member).isEmpty());
        }
    }

    @Test
    void whatIsNoObjectIsNoBody() {
        assertNamed("body", () -> new JsonBody(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "true", "['a']", "{'a': 'b'}"})
    void onlyAStringIsAText(String value) {
        assertNamed("m", () -> body("{'m': " + value + "}").text("m"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'a\\u0000b'", "'\\ud83d'", "'\\ude00\\ud83d'"})
    void aTextThatCanNotBeStoredIsRefused(String value) {
        assertNamed("m", () -> body("{'m': " + value + "}").text("m"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "10.0", "1e1", "1E+1", "100e-1", "0.1e2"})
    void aWholeNumberHasManySpellings(String value) {
        assertEquals(Optional.of(10), body("{'m': " + value + "}").wholeNumber("m", 1, 10));
        assertEquals(Optional.of(10L), body("{'m': " + value + "}").integer("m"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "11",
                "-5",
                "2.5",
                "'7'",
                "true",
                "99999999999",
                "-99999999999",
                "1e30",
                "1e-30",
                "1e1000000000",
                "0.5e1000000000",
                "1e-1000000000",
                "18446744073709551617"
            })
    void aWholeNumberIsWholeAndInItsRange(String value) {
        assertNamed("m", () -> body("{'m': " + value + "}").wholeNumber("m", 1, 10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.1", "2.000001", "1e400", "'1'", "false", "[1]"})
    void aNumberIsInItsRange(String value) {
        assertNamed("m", () -> body("{'m': " + value + "}").number("m", 0, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'true'", "1", "0", "{}"})
    void aFlagIsTrueOrFalse(String value) {
        assertNamed("m", () -> body("{'m': " + value + "}").flag("m"));
    }

    private static void assertNamed(String member, Executable reading) {
        var refused = assertThrows(Problem.class, reading);
        assertEquals(Problem.Kind.BAD_REQUEST, refused.kind());
        assertEquals(Optional.of(member), refused.field());
    }

    private static JsonBody body(String json) {
        try (var reader = Json.createReader(new StringReader(json.replace('\'', '"')))) {
            return new JsonBody(reader.readObject());
        }
    }
}
