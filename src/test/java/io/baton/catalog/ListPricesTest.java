package io.baton.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.model.Continuation;
import io.baton.model.Model;
import io.baton.settings.Settings;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListPricesTest {
    private final ListPrices listPrices = new ListPrices();

    @BeforeEach
    void load() {
        listPrices.load();
    }

    @Test
    void everyModelThatComesWithBatonHasAnEntryWithItsSource() {
        for (var entry : CatalogFile.shipped(new Settings(Map.of())).entries()) {
            var found = listPrices.of(entry.model());
            assertTrue(found.isPresent(), entry.model().id());
            assertEquals("https", found.get().source().getScheme());
            assertFalse(found.get().note().isBlank());
        }
    }

    @Test
    void aPriceThatTheVendorDoesNotTellIsUnknownInsteadOfNothing() {
        assertNull(listPrices
                .of(model("qwen", "qwen2.5-72b-instruct"))
                .orElseThrow()
                .price());
    }

    @Test
    void inputAndOutputArePricedApart() {
        var price = listPrices.of(model("openai", "gpt-4")).orElseThrow().price();
        assertEquals(new BigDecimal("0.03"), price.input());
        assertEquals(new BigDecimal("0.06"), price.output());
    }

    @Test
    void anotherModelOfTheVendorHasNotItsPrice() {
        assertTrue(listPrices.of(model("openai", "gpt-4o")).isEmpty());
        assertTrue(listPrices.of(model("another", "gpt-4")).isEmpty());
    }

    private static Model model(String provider, String upstreamId) {
        return new Model("any", provider, upstreamId, 1_000, 8_000, 0.7, Continuation.INSTRUCTION, null);
    }
}
