package io.baton.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.baton.platform.Problem;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewQuestionTest {
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\0b", "\uD83D"})
    void aKeyThatCanNotBeStoredIsRefusedByName(String key) {
        var refused = assertThrows(
                Problem.class, () -> new NewQuestion(null, "Why?", new GenerationOptions("qwen2.5", null, null), key));
        assertEquals(Problem.Kind.BAD_REQUEST, refused.kind());
        assertEquals(Optional.of("Idempotency-Key"), refused.field());
    }
}
