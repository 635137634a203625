package io.baton.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AllowedModelsTest {
    private static final AllowedModels CHEAP = AllowedModels.of(List.of("a", "b"));
    private static final AllowedModels GOOD = AllowedModels.of(List.of("b", "c"));

    @Test
    void withoutAListAllModelsMayBeAsked() {
        assertTrue(AllowedModels.ALL.include("whatever"));
        assertEquals(AllowedModels.ALL, AllowedModels.of(null));
    }

    @Test
    void anEmptyListAllowsNone() {
        assertFalse(AllowedModels.of(List.of()).include("a"));
    }

    @Test
    void bothLeaveWhatBothInclude() {
        assertEquals(Set.of("b"), CHEAP.and(GOOD).ids());
        assertEquals(CHEAP, CHEAP.and(AllowedModels.ALL));
        assertEquals(CHEAP, AllowedModels.ALL.and(CHEAP));
    }

    @Test
    void eitherAddsUp() {
        assertEquals(Set.of("a", "b", "c"), CHEAP.or(GOOD).ids());
        assertEquals(AllowedModels.ALL, CHEAP.or(AllowedModels.ALL));
        assertEquals(AllowedModels.ALL, AllowedModels.ALL.or(CHEAP));
    }
}
