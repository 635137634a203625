package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.testing.Api;
import io.baton.testing.Database;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** A reader sees what they have spent themself, an admin what all have. */
class ModelsIT {
    private final Api user = Api.somebody();

    @Test
    void nobodyButAnAdminSeesWhatOthersSpend() {
        try (var stream = user.ask(Api.json("message", Providers.quick(7), "model", "gpt-4"))) {
            stream.rest().complete();
        }
        var own = (BigDecimal) Database.row("select sum(cost) as cost from attempt where user_id = ?", user.userId())
                .get("cost");
        assertTrue(own.signum() > 0);
        assertEquals(0, own.compareTo(cost(user)));
        assertEquals(0, cost(Api.somebody()).signum());
        assertTrue(cost(Api.of("admin")).compareTo(own) >= 0);
        assertEquals(1, totals(user).getInt("requests"));
        assertEquals(0, totals(Api.somebody()).getInt("requests"));
    }

    private static BigDecimal cost(Api caller) {
        return totals(caller).getJsonNumber("cost").bigDecimalValue();
    }

    private static JsonObject totals(Api caller) {
        return caller.get("/api/models").with(200).array().getValuesAs(JsonObject.class).stream()
                .filter(model -> model.getString("id").equals("gpt-4"))
                .findFirst()
                .orElseThrow()
                .getJsonObject("totals");
    }
}
