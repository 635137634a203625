package io.baton.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static final String KEY = "the-key-of-a-provider";
    private final Redaction redaction =
            new Redaction(List.of(KEY, "short", "jdbc:postgresql://host/name", "redis://:hidden@cache:6379"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "key the-key-of-a-provider was refused | key [redacted] was refused",
                "Authorization: Bearer abc.def-123456 | Authorization: [redacted]",
                "Authorization=[Basic YXV0aG9yOmF1dGhvcg==] | Authorization=[[redacted]]",
                "token eyJhbGciOi.eyJzdWIiOiJ1.c2lnbmF0dXJl ended | token [redacted] ended",
                "Incorrect API key: sk-proj-1234567890 | Incorrect API key: [redacted]",
                "could not connect to redis://user:pass@cache:6379 | could not connect to redis://[redacted]cache:6379"
            })
    void whatIsSecretIsRemoved(String text, String expected) {
        assertEquals(expected, redaction.of(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "answer 0197c1f0-7d5e-7cc0-8a3e-000000000000 done by qwen2.5 after 1 attempts: 12 tokens, 30 ms, $0.001",
                "a short text with basic words, a bearer of news",
                "jdbc:postgresql://host/name is away"
            })
    void allElseStaysTheSameText(String text) {
        assertSame(text, redaction.of(text));
    }

    @Test
    void anExceptionKeepsItsStackTraceButNotItsSecret() {
        var original = new IllegalStateException("outer", new RuntimeException("header " + KEY));
        var redacted = redaction.of(original);
        assertEquals("java.lang.IllegalStateException: outer", redacted.toString());
        assertEquals(
                "java.lang.RuntimeException: header [redacted]",
                redacted.getCause().toString());
        assertEquals(original.getStackTrace().length, redacted.getStackTrace().length);
        var harmless = new IllegalStateException("harmless");
        assertSame(harmless, redaction.of(harmless));
    }

    @Test
    void aRecordIsRedactedAfterItsParametersWereFilledIn() {
        var log = new RedactedLog(redaction);
        var entry = new LogRecord(Level.INFO, "refused {0}, it''s wrong");
        entry.setParameters(new Object[] {KEY});
        assertTrue(log.isLoggable(entry));
        assertEquals("refused [redacted], it's wrong", entry.getMessage());
        var harmless = new LogRecord(Level.INFO, "model {0}");
        harmless.setParameters(new Object[] {"gpt-4"});
        assertTrue(log.isLoggable(harmless));
        assertEquals("model {0}", harmless.getMessage());
    }
}
