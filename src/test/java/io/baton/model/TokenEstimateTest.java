package io.baton.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenEstimateTest {
    @ParameterizedTest
    @CsvSource({"'', 0", "a, 1", "abcd, 1", "abcde, 2", "接力棒, 3", "ab 接力 cd, 4", "😀😀, 2", "é, 1"})
    void fourAsciiCharactersOrOneOtherAreAToken(String text, int tokens) {
        assertEquals(tokens, TokenEstimate.of(text));
    }

    @Test
    void piecesCountLikeTheWhole() {
        var text = "The baton 接力棒 is passed on 😀, and never dropped.";
        var pieces = new TokenEstimate();
        for (var i = 0; i < text.length(); i++) {
            pieces.add(text.substring(i, i + 1));
        }
        assertEquals(TokenEstimate.of(text), pieces.tokens());
    }

    @Test
    void eachTurnOfAPromptHasAFrameOfFourTokens() {
        var prompt = new Prompt(
                List.of(new Turn(Turn.Role.SYSTEM, "12345678"), new Turn(Turn.Role.USER, "1234")), null, null);
        assertEquals(4 + 2 + 4 + 1, prompt.estimatedTokens());
    }
}
