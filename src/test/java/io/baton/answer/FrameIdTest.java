package io.baton.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameIdTest {
    private static final String ANSWER = "01940000-0000-7000-8000-00000000000a";

    @Test
    void itIsAnswerEpochAndNumber() {
        assertEquals(ANSWER + ":2.17", new FrameId(UUID.fromString(ANSWER), 2, 17).toString());
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        var id = new FrameId(UUID.randomUUID(), 1, 999_999_999);
        assertEquals(id, FrameId.parse(id.toString()).orElseThrow());
        assertEquals(id, FrameId.parse(" " + id + " ").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "end:BAD_REQUEST",
                ANSWER,
                ANSWER + ":1",
                ANSWER + ":1.",
                ANSWER + ":.1",
                ANSWER + ":-1.1",
                ANSWER + ":1.1.1",
                ANSWER + ":1.1000000000",
                "1-1-1-1-1:1.1",
                "01940000-0000-7000-8000-00000000000A:1.1",
                "01940000-0000-7000-8000-00000000000a:1.1\n2"
            })
    void anythingElseIsNoId(String text) {
        assertTrue(FrameId.parse(text).isEmpty());
    }
}
