package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.testing.Api;
import io.baton.testing.Database;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is booked is what was used: nothing for what was refused, and no more than can be. */
class ChargesIT {
    private final Api user = Api.somebody();

    @AfterEach
    void qwenIsOpenAgain() {
        Api.of("admin")
                .send("PUT", "/api/admin/models/qwen2.5/standing", "{\"available\":true}".getBytes())
                .with(204);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 408, 429, 500, 503})
    void aRequestThatWasRefusedCostsNothing(int status) {
        var frames = user.hear(Providers.quick(3) + " [[qwen:fault=status:" + status + "]]");
        var refused = Database.attempts(frames.answerId()).getFirst();
        assertEquals("void", refused.source());
        assertEquals(0, refused.input());
        assertEquals(0, refused.cost().signum());
    }

    @Test
    void whatTheProviderCountsAllTheSameIsBooked() {
        var frames = user.hear(Providers.quick(3) + " [[qwen:fault=status:500 counts=12,0,12]]");
        var refused = Database.attempts(frames.answerId()).getFirst();
        assertEquals("measured", refused.source());
        assertEquals(12, refused.input());
        assertEquals(0, refused.cost().compareTo(new BigDecimal("0.000012")), refused::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100000000,3,100000003",
                "12,100000000,100000012",
                "12,0,12",
                "0,3,3",
                "-5,3,-2",
                "\"12\",3,15",
                "12,3.5,15",
                "12,3,4"
            })
    void aCountThatCannotBeIsReplacedByAnEstimateAndSaysSo(String counts) {
        var frames = user.hear(Providers.question("tokens=3 first=0 delay=0 counts=" + counts));
        var attempt = Database.attempts(frames.answerId()).getFirst();
        assertEquals("estimated", attempt.source());
        assertTrue(attempt.output() > 0 && attempt.output() < 20, attempt::toString);
        assertTrue(attempt.cost().compareTo(new BigDecimal("0.001")) < 0, attempt::toString);
        assertEquals("estimated", frames.complete().getJsonObject("usage").getString("source"));
    }

    @Test
    void aCompletionSaysWhetherItsUsageIsMeasured() {
        assertEquals("measured", usage("").getString("source"));
        var usage = usage(" [[counts=100000000,100000000,200000000]]");
        assertEquals("estimated", usage.getString("source"));
        assertTrue(usage.getInt("total_tokens") < 1_000, usage::toString);
    }

    private JsonObject usage(String directives) {
        var request = Completion.asking(Providers.quick(3) + directives).build();
        return user.post(Completion.PATH, request).with(200).json().getJsonObject("usage");
    }
}
