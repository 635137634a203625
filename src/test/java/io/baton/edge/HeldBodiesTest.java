package io.baton.edge;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HeldBodiesTest {
    private static final int MEGABYTE = 1024 * 1024;
    private final HeldBodies held = new HeldBodies();

    @Test
    void oneClientCanNotFillTheMemoryAndTakesNothingFromOthers() {
        for (var i = 0; i < 4; i++) {
            assertTrue(held.take("one", MEGABYTE));
        }
        assertFalse(held.take("one", 1));
        assertTrue(held.take("other", MEGABYTE));
    }

    @Test
    void manyClientsTogetherCanNotFillItEither() {
        for (var i = 0; i < 64; i++) {
            assertTrue(held.take("client " + i, MEGABYTE));
        }
        assertFalse(held.take("one more", 1));
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        for (var i = 0; i < 1_000; i++) {
            assertTrue(held.take("one", 4 * MEGABYTE));
            held.give("one", 4 * MEGABYTE);
        }
    }
}
