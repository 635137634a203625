package io.baton.routing;

import io.baton.model.Catalog;
import io.baton.model.Model;
import io.baton.routing.Standing.Verdict;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** The models there are, and how each stands. */
@Path("models")
@Produces(MediaType.APPLICATION_JSON)
public class ModelsResource {
    @Inject
    Catalog catalog;

    @Inject
    Standing standing;

    @Inject
    Clock clock;

    /** Dollars per 1,000 tokens. */
    public record PriceView(
            String version, BigDecimal input, BigDecimal output, BigDecimal cached, BigDecimal reasoning) {}

    /** A model; {@code reason} and {@code availableAt} only while it is not available. */
    public record ModelView(
            String id,
            String provider,
            boolean available,
            String reason,
            Instant availableAt,
            int maxTokens,
            int contextWindow,
            PriceView price) {}

    @GET
    public List<ModelView> models() {
        return catalog.ring().stream().map(this::view).toList();
    }

    private ModelView view(Model model) {
        return switch (standing.of(model)) {
            case Verdict.Open() -> view(model, null, null);
            case Verdict.Busy(var wait) ->
                view(model, "rate_limit", clock.instant().plus(wait));
            case Verdict.Failing(var wait) ->
                view(model, "errors", clock.instant().plus(wait));
        };
    }

    private static ModelView view(Model model, String reason, Instant availableAt) {
        var price = model.price();
        return new ModelView(
                model.id(),
                model.provider(),
                reason == null,
                reason,
                availableAt,
                model.maxTokens(),
                model.contextWindow(),
                new PriceView(price.version(), price.input(), price.output(), price.cached(), price.reasoning()));
    }
}
