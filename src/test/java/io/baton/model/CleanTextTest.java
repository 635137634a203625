package io.baton.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class CleanTextTest {
    @Test
    void whatIsCleanStaysAsItIs() {
        var text = "plain, 中文, 👩🏽‍🚀";
        assertEquals(text, CleanText.of(text));
        assertSame("plain", CleanText.of("plain"));
    }

    @Test
    void nulAndHalvesOfCharactersAreReplaced() {
        assertEquals("a\uFFFDb", CleanText.of("a\0b"));
        assertEquals("\uFFFD", CleanText.of("\uD83D"));
        assertEquals("\uFFFDx\uFFFD😀", CleanText.of("\uDE00x\uD83D😀"));
    }

    @Test
    void itIsCutButNeverInsideACharacter() {
        assertEquals("abc", CleanText.of("abcdef", 3));
        assertEquals("ab", CleanText.of("ab😀", 3));
        assertEquals("ab😀", CleanText.of("ab😀", 4));
    }

    @Test
    void everythingThatAModelSaysIsClean() {
        assertEquals("\uFFFD", new ModelEvent.Text("\0").text());
        assertEquals("\uFFFD", new ModelEvent.Reasoning("\0").text());
        assertEquals(
                new ModelEvent.ToolCallPiece(0, "\uFFFD", "\uFFFD", "\uFFFD", "\uFFFD"),
                new ModelEvent.ToolCallPiece(0, "\0", "\0", "\0", "\0"));
        assertEquals(
                64,
                new ModelEvent.Finished(FinishReason.STOP, "x".repeat(80))
                        .word()
                        .length());
    }
}
