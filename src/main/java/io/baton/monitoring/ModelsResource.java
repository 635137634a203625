package io.baton.monitoring;

import io.baton.catalog.Catalog;
import io.baton.entitlement.Entitlements;
import io.baton.model.Ability;
import io.baton.model.Model;
import io.baton.model.Price;
import io.baton.routing.ModelHealth;
import io.baton.routing.ModelHealth.Verdict;
import io.baton.routing.Router;
import io.baton.security.Caller;
import io.baton.statistics.Statistics;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The models that the caller may ask, and their health. */
@Path("models")
@Produces(MediaType.APPLICATION_JSON)
public class ModelsResource {
    @Inject
    Catalog catalog;

    @Inject
    Router router;

    @Inject
    ModelHealth health;

    @Inject
    Statistics statistics;

    @Inject
    Entitlements entitlements;

    @Inject
    Clock clock;

    @Context
    SecurityContext security;

    /** Dollars per 1,000 tokens. */
    public record PriceView(
            String version, BigDecimal input, BigDecimal output, BigDecimal cached, BigDecimal reasoning) {
        static PriceView of(Price price) {
            return new PriceView(price.version(), price.input(), price.output(), price.cached(), price.reasoning());
        }
    }

    /** A model's usage in this month (UTC), of the caller or, for an admin, of all users; {@code cost} in dollars. */
    public record TotalsView(long requests, long tokens, BigDecimal cost, long errors) {
        static TotalsView of(List<Statistics.Row> rows) {
            return new TotalsView(
                    rows.stream().mapToLong(Statistics.Row::requests).sum(),
                    rows.stream().mapToLong(Statistics.Row::totalTokens).sum(),
                    rows.stream().map(Statistics.Row::totalCost).reduce(BigDecimal.ZERO, BigDecimal::add),
                    rows.stream().mapToLong(Statistics.Row::errors).sum());
        }
    }

    /**
     * A model. {@code price} is absent if unknown; {@code reason} and {@code availableAt} are present while it is
     * unavailable, the latter not if only an admin can enable it. {@code requests}: in the last minute; {@code errors}:
     * in the last five.
     */
    public record ModelView(
            String id,
            String provider,
            boolean available,
            String reason,
            Instant availableAt,
            long requests,
            long errors,
            int maxTokens,
            int contextWindow,
            List<String> abilities,
            PriceView price,
            TotalsView totals) {}

    @GET
    public List<ModelView> models() {
        var caller = Caller.of(security);
        var month = statistics.thisMonthByDay(clock.instant(), caller.seesAll() ? null : caller.userId());
        var allowed = entitlements.of(caller).models();
        return catalog.models().stream()
                .filter(allowed::include)
                .map(model -> view(
                        model,
                        TotalsView.of(month.stream()
                                .filter(row -> row.model().equals(model.id()))
                                .toList())))
                .toList();
    }

    private ModelView view(Model model, TotalsView totals) {
        var view = health.of(model);
        if (!router.isConfigured(model)) {
            return view(model, view, "no_key", null, totals);
        }
        return switch (view.verdict()) {
            case Verdict.Available() -> view(model, view, null, null, totals);
            case Verdict.Busy(var retryAfter) -> view(model, view, "rate_limit", retryAfter, totals);
            case Verdict.Failing(var retryAfter) -> view(model, view, "errors", retryAfter, totals);
            case Verdict.Unreachable(var retryAfter) -> view(model, view, "unreachable", retryAfter, totals);
            case Verdict.Paused(var retryAfter) -> view(model, view, "provider_limit", retryAfter, totals);
            case Verdict.Disabled(var retryAfter) -> view(model, view, "closed", retryAfter.orElse(null), totals);
        };
    }

    private ModelView view(Model model, ModelHealth.View view, String reason, Duration retryAfter, TotalsView totals) {
        var price = model.price();
        return new ModelView(
                model.id(),
                model.provider(),
                reason == null,
                reason,
                retryAfter == null ? null : clock.instant().plus(retryAfter),
                view.requests(),
                view.errors(),
                model.maxTokens(),
                model.contextWindow(),
                model.abilities().stream().map(Ability::code).sorted().toList(),
                price == null ? null : PriceView.of(price),
                totals);
    }
}
