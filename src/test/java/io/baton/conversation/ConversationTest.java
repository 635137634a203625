package io.baton.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConversationTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void aShortQuestionIsTheTitle() {
        assertEquals("What is a baton?", Conversation.titleOf("What is a baton?"));
    }

    @Test
    void theTitleIsOneLineWithSingleSpaces() {
        assertEquals("What is a baton?", Conversation.titleOf("  What\r\n\tis  a\n\nbaton?\n"));
    }

    @Test
    void aLongQuestionIsCutAtEightyCharacters() {
        assertEquals("x".repeat(80), Conversation.titleOf("x".repeat(80)));
        assertEquals("x".repeat(80), Conversation.titleOf("x".repeat(81)));
    }

    @Test
    void itIsNeverCutInsideACharacter() {
        assertEquals("x".repeat(79), Conversation.titleOf("x".repeat(79) + "😀"));
        assertEquals("x".repeat(78) + "😀", Conversation.titleOf("x".repeat(78) + "😀😀"));
    }

    @Test
    void placesAreGivenOutFromOneAndNeverTwice() {
        var conversation = new Conversation(UUID.randomUUID(), "user", "Hello?", "qwen2.5", NOW);
        assertEquals(1, conversation.allocatePosition());
        assertEquals(2, conversation.allocatePosition());
        assertEquals(3, conversation.allocatePosition());
    }

    @Test
    void aStoredMessageIsCountedAndTellsTheModel() {
        var conversation = new Conversation(UUID.randomUUID(), "user", "Hello?", "qwen2.5", NOW);
        var later = NOW.plusSeconds(1);
        conversation.stored("gemma-3", later);
        assertEquals(1, conversation.messageCount);
        assertEquals("gemma-3", conversation.model);
        assertEquals(later, conversation.updatedAt);
    }
}
