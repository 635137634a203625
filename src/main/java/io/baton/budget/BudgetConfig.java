package io.baton.budget;

import io.baton.settings.AllowedValues;
import jakarta.enterprise.context.Dependent;
import java.time.ZoneId;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Settings of budgets, under {@code budget.}. */
@ConfigProperties(prefix = "budget")
@Dependent
public class BudgetConfig {
    /** The time zone of the days and months of all budgets that name no other; the same on all nodes. */
    @ConfigProperty(name = "zone", defaultValue = "UTC")
    @AllowedValues
    public ZoneId zone;
}
