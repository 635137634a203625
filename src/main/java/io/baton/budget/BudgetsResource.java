package io.baton.budget;

import io.baton.http.JsonBody;
import io.baton.model.Money;
import io.baton.platform.Problem;
import io.baton.security.Caller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;

/** Sets budgets. The owner in the path is a user's id, {@code default} or {@code site}. */
@RolesAllowed(Caller.ADMIN)
@Path("admin/budgets")
@Produces(MediaType.APPLICATION_JSON)
public class BudgetsResource {
    private static final long MOST_DOLLARS = 1_000_000_000;

    @Inject
    BudgetStore budgets;

    @Inject
    Clock clock;

    @Context
    SecurityContext security;

    /** A budget. An absent limit means that there is none. */
    public record BudgetView(
            String owner,
            BigDecimal dayLimit,
            BigDecimal monthLimit,
            boolean shadow,
            Integer cheaperFrom,
            String timeZone) {
        static BudgetView of(Budget budget) {
            return new BudgetView(
                    budget.owner(),
                    dollars(budget.day()),
                    dollars(budget.month()),
                    budget.shadow(),
                    budget.cheaperFrom(),
                    budget.zone() == null ? null : budget.zone().getId());
        }

        private static BigDecimal dollars(Money money) {
            return money == null ? null : money.dollars();
        }
    }

    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    public List<BudgetView> all() {
        return budgets.all().stream().map(BudgetView::of).toList();
    }

    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    @Path("{userId}")
    public BudgetView get(@PathParam("userId") String owner) {
        return budgets.of(checked(owner)).map(BudgetView::of).orElseThrow(() -> Problem.notFound("budget", owner));
    }

    /** Replaces the budget. Without limits the owner has none, whatever the default is. */
    @PUT
    @Path("{userId}")
    @Consumes(MediaType.APPLICATION_JSON)
    public BudgetView put(@PathParam("userId") String owner, JsonObject json) {
        var body = new JsonBody(json);
        var budget = new Budget(
                checked(owner),
                body.amount("dayLimit", MOST_DOLLARS).map(Money::ofDollars).orElse(null),
                body.amount("monthLimit", MOST_DOLLARS).map(Money::ofDollars).orElse(null),
                body.flag("shadow").orElse(false),
                body.wholeNumber("cheaperFrom", 0, 100).orElse(null),
                zone(body));
        budgets.set(budget, Caller.of(security).userId(), clock.instant());
        return BudgetView.of(budget);
    }

    /** Removes the budget; then the default applies, or no limit if there is none. */
    @DELETE
    @Path("{userId}")
    public void delete(@PathParam("userId") String owner) {
        budgets.remove(checked(owner), clock.instant());
    }

    private static ZoneId zone(JsonBody body) {
        return body.text("timeZone").map(BudgetsResource::zone).orElse(null);
    }

    private static ZoneId zone(String name) {
        if (ZoneId.getAvailableZoneIds().contains(name)) {
            return ZoneId.of(name);
        }
        throw Problem.badField("timeZone", "problem.zone-unknown");
    }

    private static String checked(String owner) {
        if (owner.equals(Budget.SITE) || owner.equals(Budget.DEFAULT) || owner.matches("[0-9a-f]{32}")) {
            return owner;
        }
        throw Problem.badField("userId", "problem.budget-of");
    }
}
