package io.baton.edge;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BodyMemoryTest {
    private static final int MEGABYTE = 1024 * 1024;
    private final BodyMemory memory = new BodyMemory();

    @Test
    void oneClientCanNotFillTheMemoryAndTakesNothingFromOthers() {
        for (var i = 0; i < 4; i++) {
            assertTrue(memory.reserve("one", MEGABYTE));
        }
        assertFalse(memory.reserve("one", 1));
        assertTrue(memory.reserve("other", MEGABYTE));
    }

    @Test
    void manyClientsTogetherCanNotFillItEither() {
        for (var i = 0; i < 64; i++) {
            assertTrue(memory.reserve("client " + i, MEGABYTE));
        }
        assertFalse(memory.reserve("one more", 1));
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        for (var i = 0; i < 1_000; i++) {
            assertTrue(memory.reserve("one", 4 * MEGABYTE));
            memory.release("one", 4 * MEGABYTE);
        }
    }
}
