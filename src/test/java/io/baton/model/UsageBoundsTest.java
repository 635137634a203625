package io.baton.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageBoundsTest {
    private static final Model MODEL = new Model("m", "p", "m", 500, 8_000, 0.7, Continuation.INSTRUCTION, null);
    /** 100 tokens, and four around them, by estimate. */
    private static final Prompt PROMPT = new Prompt(List.of(new Turn(Turn.Role.USER, "word".repeat(100))), 300, null);
    /** 80 tokens by estimate. */
    private static final String SAID = "word".repeat(80);

    @ParameterizedTest
    @CsvSource({
        "104, 80, true",
        "1, 10, true",
        "2416, 1320, true",
        "0, 80, false",
        "2417, 80, false",
        "104, 9, false",
        "104, 0, false",
        "104, 1321, false",
        "100000000, 80, false",
        "104, 100000000, false"
    })
    void aCountMustFitWhatWasAskedAndSaid(int input, int output, boolean allowed) {
        var counted = new TokenUsage(input, output, 0, 0, TokenUsage.Source.MEASURED);
        assertEquals(allowed, UsageBounds.of(MODEL, PROMPT, SAID).allow(counted));
    }

    @Test
    void whoSaysMoreThanWasAskedForMayCountIt() {
        var bounds = UsageBounds.of(MODEL, PROMPT, "word".repeat(5_000));
        assertEquals(4 * 5_000 + 1_000, bounds.maxOutput());
    }

    @Test
    void whoSaysNothingNeedNotHaveUsedOutput() {
        assertEquals(0, UsageBounds.of(MODEL, PROMPT, "").minOutput());
        assertEquals(1, UsageBounds.of(MODEL, PROMPT, "a").minOutput());
    }
}
