package io.baton.statistics;

import io.baton.budget.BudgetReport;
import io.baton.budget.BudgetStatus;
import io.baton.catalog.Catalog;
import io.baton.ledger.LedgerExport;
import io.baton.ledger.LedgerPages;
import io.baton.ledger.Period;
import io.baton.platform.Ids;
import io.baton.platform.Problem;
import io.baton.security.Caller;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Usage and its cost. Users see only their own; an admin or auditor sees that of any user, or of all. */
@Path("usage")
@Produces(MediaType.APPLICATION_JSON)
public class UsageResource {
    private static final int MAX_MODELS = 20;

    @Inject
    Statistics statistics;

    @Inject
    BudgetReport budgetReport;

    @Inject
    LedgerPages pages;

    @Inject
    Catalog catalog;

    @Inject
    BudgetPace pace;

    @Inject
    Clock clock;

    @Context
    SecurityContext security;

    /** Totals and their series. */
    public record StatisticsView(
            long totalRequests, long totalTokens, BigDecimal totalCost, long errors, List<Statistics.Row> series) {
        static StatisticsView of(List<Statistics.Row> series) {
            return new StatisticsView(
                    series.stream().mapToLong(Statistics.Row::requests).sum(),
                    series.stream().mapToLong(Statistics.Row::totalTokens).sum(),
                    series.stream().map(Statistics.Row::totalCost).reduce(BigDecimal.ZERO, BigDecimal::add),
                    series.stream().mapToLong(Statistics.Row::errors).sum(),
                    series);
        }
    }

    @GET
    @Path("statistics")
    public StatisticsView statistics(
            @QueryParam("start") String start,
            @QueryParam("end") String end,
            @QueryParam("groupBy") @DefaultValue("day") String groupBy,
            @QueryParam("timeZone") @DefaultValue("UTC") String timeZone,
            @QueryParam("models") String models,
            @QueryParam("userId") String userId) {
        var user = visible(userId);
        var zone = Period.zone(timeZone);
        var period = Period.parse(start, end, zone, clock.instant());
        return StatisticsView.of(statistics.series(period, group(groupBy), zone, models(models), user));
    }

    @GET
    @Path("projection")
    public Projection projection(@QueryParam("userId") String userId) {
        var user = visible(userId);
        var now = clock.instant();
        var budget = budgetReport.status(user);
        return pace.projection(user, budget.limit(), ZoneId.of(budget.timeZone()), now);
    }

    /** The budget of the caller. An admin may name any user; without one it is the budget of the site. */
    @GET
    @Path("budget")
    public BudgetStatus budget(@QueryParam("userId") String userId) {
        return budgetReport.status(visible(userId));
    }

    /** The ledger of a period, with a row for each request to a provider. */
    @GET
    @Path("ledger")
    @Produces({"text/csv", MediaType.APPLICATION_JSON})
    public Response ledger(
            @QueryParam("start") String start,
            @QueryParam("end") String end,
            @QueryParam("timeZone") @DefaultValue("UTC") String timeZone,
            @QueryParam("format") @DefaultValue("csv") String format,
            @QueryParam("userId") String userId,
            @QueryParam("apiKeyId") String apiKeyId) {
        var key = apiKeyId == null ? null : Ids.parse("apiKeyId", apiKeyId);
        var period = Period.parse(start, end, Period.zone(timeZone), clock.instant());
        var export = new LedgerExport(pages, period, visible(userId), key);
        var response = switch (format) {
            case "csv" -> Response.ok(export.csv(), "text/csv;charset=UTF-8");
            case "json" -> Response.ok(export.json(), "application/json;charset=UTF-8");
            default -> throw Problem.badField("format", "problem.one-of", "format", "csv, json");
        };
        return response.header("Content-Disposition", "attachment; filename=\"ledger." + format + "\"")
                .build();
    }

    private static TimeBuckets.Group group(String name) {
        return Arrays.stream(TimeBuckets.Group.values())
                .filter(group -> group.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.badField("groupBy", "problem.one-of", "groupBy", "hour, day, week, month"));
    }

    private Set<String> models(String list) {
        if (list == null || list.isBlank()) {
            return Set.of();
        }
        var ids = new LinkedHashSet<>(Arrays.asList(list.split(",", MAX_MODELS + 1)));
        ids.stream().filter(id -> catalog.find(id).isEmpty()).findFirst().ifPresent(unknown -> {
            throw Problem.badField("models", "problem.choice", "models", catalog.known());
        });
        return ids;
    }

    /** The user whose usage the caller may see; null: all users. */
    private String visible(String userId) {
        var caller = Caller.of(security);
        if (userId == null) {
            return caller.seesAll() ? null : caller.userId();
        }
        var id = userId.equals("me") ? caller.userId() : userId;
        if (!id.matches("[0-9a-f]{32}")) {
            throw Problem.badField("userId", "problem.user-id");
        }
        if (!caller.seesAll()) {
            caller.mustOwn("usage", id);
        }
        return id;
    }
}
