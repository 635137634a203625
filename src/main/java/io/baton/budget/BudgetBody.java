package io.baton.budget;

import io.baton.http.JsonBody;
import io.baton.model.Money;
import io.baton.platform.Problem;
import java.time.ZoneId;

/** Reads a budget in a request. */
public final class BudgetBody {
    private static final long MOST_DOLLARS = 1_000_000_000;

    private BudgetBody() {}

    /** @throws Problem 400 naming the invalid member */
    public static Budget read(String owner, JsonBody body) {
        return new Budget(
                owner,
                body.amount("dayLimit", MOST_DOLLARS).map(Money::ofDollars).orElse(null),
                body.amount("monthLimit", MOST_DOLLARS).map(Money::ofDollars).orElse(null),
                body.flag("shadow").orElse(false),
                body.wholeNumber("cheaperFrom", 0, 100).orElse(null),
                body.text("timeZone").map(name -> zone(body, name)).orElse(null));
    }

    private static ZoneId zone(JsonBody body, String name) {
        if (ZoneId.getAvailableZoneIds().contains(name)) {
            return ZoneId.of(name);
        }
        throw Problem.badField(body.name("timeZone"), "problem.zone-unknown");
    }
}
