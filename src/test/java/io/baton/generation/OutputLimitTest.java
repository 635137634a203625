package io.baton.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.answer.ChatConfig;
import io.baton.model.Continuation;
import io.baton.model.Model;
import io.baton.model.Prompt;
import io.baton.model.Turn;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ten tokens asked for, of a model that has a hundred: forty characters, and four times as many before it is cut. */
class OutputLimitTest {
    private static final Model MODEL = new Model("m", "p", "m", 100, 1_000, 1, Continuation.INSTRUCTION, null);
    private static final Prompt ASKED = new Prompt(List.of(new Turn(Turn.Role.USER, "Why?")), 10, null);
    private final ChatConfig config = config();
    private long now;
    private final OutputLimit limit = new OutputLimit(config, Duration.ZERO, () -> now);

    private static ChatConfig config() {
        var config = new ChatConfig();
        config.longestAnswer = 4;
        config.answerTime = Duration.ofMinutes(2);
        config.answerTimePerToken = Duration.ofMillis(200);
        return config;
    }

    @BeforeEach
    void itSpeaks() {
        limit.startModel(MODEL, ASKED);
    }

    @Test
    void textGoesThroughUpToTheLimitAndNotAStepFurther() {
        assertEquals("x".repeat(160), limit.admitText("x".repeat(160)));
        assertFalse(limit.isExceeded());
        assertEquals("", limit.admitText("x"));
        assertTrue(limit.isExceeded());
    }

    @Test
    void aPieceBeyondTheLimitIsCutBetweenCharacters() {
        limit.admitText("x".repeat(157));
        assertEquals("ab", limit.admitText("ab👩🏽‍🚀c"));
        assertTrue(limit.isExceeded());
    }

    @Test
    void whatWasSaidOnAnotherNodeCounts() {
        limit.addEarlierText(150);
        assertEquals("x".repeat(10), limit.admitText("x".repeat(20)));
    }

    @Test
    void whatTheModelBeforeHasSaidCounts() {
        limit.admitText("x".repeat(150));
        limit.startModel(MODEL, ASKED.continuing("x".repeat(150)));
        assertEquals("x".repeat(10), limit.admitText("x".repeat(20)));
    }

    @Test
    void reasoningHasTheModelsOwnMeasure() {
        assertEquals(1_600, limit.admitReasoning("x".repeat(2_000)).length());
        assertTrue(limit.isExceeded());
    }

    @Test
    void emptyPiecesOfToolCallsEndToo() {
        for (var i = 0; i < 40; i++) {
            assertTrue(limit.admitToolCall(0));
        }
        assertFalse(limit.admitToolCall(0));
        assertTrue(limit.isExceeded());
    }

    @Test
    void probabilitiesEndToo() {
        for (var i = 0; i < 100; i++) {
            assertTrue(limit.admitLogprobs(2_000), "those of a token, with twenty alternatives");
        }
        var taken = 100;
        while (limit.admitLogprobs(2_000)) {
            taken++;
        }
        assertEquals(320, taken);
    }

    @Test
    void timeIsUpAfterWhatEachTokenAddsToIt() {
        now = Duration.ofSeconds(122).toNanos();
        assertFalse(limit.isExceeded());
        now++;
        assertTrue(limit.isExceeded());
        assertTrue(limit.isExceeded());
    }

    @Test
    void timeOnAnotherNodeCounts() {
        var takenOver = new OutputLimit(config, Duration.ofSeconds(122), () -> now);
        takenOver.startModel(MODEL, ASKED);
        now = 1;
        assertTrue(takenOver.isExceeded());
    }
}
