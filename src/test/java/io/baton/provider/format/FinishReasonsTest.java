package io.baton.provider.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baton.model.FinishReason;
import io.baton.model.ModelEvent.Failed;
import io.baton.model.ModelEvent.Finished;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FinishReasonsTest {
    @ParameterizedTest
    @CsvSource({
        "stop, STOP",
        "STOP, STOP",
        "eos, STOP",
        "end_turn, STOP",
        "stop_sequence, STOP",
        "a word that nobody knows, STOP",
        "length, LENGTH",
        "MAX_TOKENS, LENGTH",
        "model_length, LENGTH",
        "max_output_tokens, LENGTH",
        "model_context_window_exceeded, LENGTH",
        "context_limit_reached, LENGTH",
        "tool_calls, TOOL_CALLS",
        "tool_use, TOOL_CALLS",
        "function_call, TOOL_CALLS",
        "content_filter, CONTENT_FILTER",
        "content-filter, CONTENT_FILTER",
        "content_filter: PROHIBITED_CONTENT, CONTENT_FILTER",
        "sensitive, CONTENT_FILTER",
        "SAFETY, CONTENT_FILTER",
        "RECITATION, CONTENT_FILTER",
        "IMAGE_SAFETY, CONTENT_FILTER",
        "SPII, CONTENT_FILTER",
        "refusal, CONTENT_FILTER",
        "guardrail_intervened, CONTENT_FILTER",
    })
    void theWordsOfAllVendorsMeanOneOfFour(String word, FinishReason reason) {
        assertEquals(Optional.of(new Finished(reason, word)), FinishReasons.event(word, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abort",
                "error",
                "network_error",
                "insufficient_system_resource",
                "MALFORMED_FUNCTION_CALL",
                "UNEXPECTED_TOOL_CALL",
                "OTHER",
                "internal_error",
                "request_cancelled",
                "timeout"
            })
    void someMeanThatTheServerGaveUp(String word) {
        assertEquals(Optional.of(new Failed(word)), FinishReasons.event(word, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "NULL", "none", "FINISH_REASON_UNSPECIFIED", "unknown"})
    void someSayNothing(String word) {
        assertEquals(Optional.empty(), FinishReasons.event(word, false));
    }

    @Test
    void aPlainEndAfterAToolCallWaitsForItsResult() {
        assertEquals(Optional.of(new Finished(FinishReason.TOOL_CALLS, "stop")), FinishReasons.event("stop", true));
        assertEquals(Optional.of(new Finished(FinishReason.LENGTH, "length")), FinishReasons.event("length", true));
    }
}
