package io.baton.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
    private static final String VALUE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void aSpanThatWasReadIsWrittenAsItWas() {
        assertEquals(VALUE, TraceParent.of(TraceParent.parse(VALUE)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "canary",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E473X-00f067aa0ba902b7-01"
            })
    void whatIsMalformedNamesNoSpan(String value) {
        assertFalse(TraceParent.parse(value).getSpanContext().isValid());
        assertNull(TraceParent.of(TraceParent.parse(value)));
    }

    @Test
    void anAnswerThatIsNotTracedRunsItsStepsAllTheSame() {
        assertEquals("done", AnswerTrace.NONE.step("tx1", () -> "done"));
        var broken = assertThrows(
                IOException.class,
                () -> AnswerTrace.NONE.begin("tx1", () -> {
                    throw new IOException("broken");
                }));
        assertEquals("broken", broken.getMessage());
        assertEquals("", AnswerTrace.NONE.forLog());
        assertNull(AnswerTrace.NONE.traceParent());
        assertSame(AnswerTrace.NONE, AnswerTrace.current());
        assertEquals(java.util.Map.of(), AttemptTrace.headers());
    }
}
