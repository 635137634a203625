package io.baton.pricing;

import io.baton.catalog.Catalog;
import io.baton.http.JsonBody;
import io.baton.model.Price;
import io.baton.platform.Problem;
import io.baton.security.Caller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The prices of the models over time, and costs for usage whose price was unknown. For admins. */
@RolesAllowed(Caller.ADMIN)
@Path("admin/prices")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class PricesResource {
    private static final long MOST_DOLLARS = 1_000_000;
    private static final DateTimeFormatter VERSION =
            DateTimeFormatter.ofPattern("'set-'yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    @Inject
    PriceStore prices;

    @Inject
    Repricing repricing;

    @Inject
    Catalog catalog;

    @Inject
    Clock clock;

    @Context
    SecurityContext security;

    @Context
    HttpServletResponse response;

    /** A price in dollars per 1,000 tokens. Without {@code from} it is the shipped one, valid from the beginning. */
    public record PriceView(
            String model,
            Instant from,
            String version,
            BigDecimal input,
            BigDecimal output,
            BigDecimal cached,
            BigDecimal reasoning) {
        static PriceView of(PriceStore.Dated dated) {
            var price = dated.price();
            return new PriceView(
                    dated.model(),
                    dated.from().equals(Instant.EPOCH) ? null : dated.from(),
                    price.version(),
                    price.input(),
                    price.output(),
                    price.cached(),
                    price.reasoning());
        }
    }

    /** By model, oldest first; the last one that has begun is valid. */
    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    public List<PriceView> all() {
        response.setHeader(HttpHeaders.ETAG, prices.version().tag());
        return catalog.asShipped().stream()
                .flatMap(model -> prices.history(model).stream())
                .map(PriceView::of)
                .toList();
    }

    /** Sets a price from a moment on, by default now. Past costs do not change. */
    @POST
    public PriceView set(@HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, JsonObject json) {
        var body = new JsonBody(json);
        var model = body.text("model")
                .flatMap(catalog::find)
                .orElseThrow(() -> Problem.badField("model", "problem.one-of", "model", catalog.known()));
        var from = from(body, clock);
        var input = dollars(body, "input");
        var output = dollars(body, "output");
        var price = new Price(
                VERSION.format(from),
                input,
                output,
                body.amount("cached", MOST_DOLLARS).orElse(input),
                body.amount("reasoning", MOST_DOLLARS).orElse(output));
        var dated = new PriceStore.Dated(model.id(), from, price);
        prices.set(List.of(dated), Caller.of(security).userId(), ifMatch);
        prices.updateCatalog();
        return PriceView.of(dated);
    }

    /** The usage without a cost, and the cost that it would get at the prices that are known now. */
    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    @Path("unpriced")
    public Repricing.Preview unpriced() {
        return repricing.preview();
    }

    /** Books these costs, if the preview with that token is still correct. */
    @POST
    @Path("unpriced")
    public void reprice(JsonObject json) {
        var token =
                new JsonBody(json).text("token").orElseThrow(() -> Problem.badField("token", "problem.preview-token"));
        repricing.apply(token);
    }

    /** The begin of a price: the member {@code from}, or now if it is absent. */
    static Instant from(JsonBody body, Clock clock) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        try {
            var from = body.text("from").map(Instant::parse).orElse(now).truncatedTo(ChronoUnit.SECONDS);
            if (!from.isBefore(now) && from.atZone(ZoneOffset.UTC).getYear() <= 9998) {
                return from;
            }
        } catch (DateTimeException notATime) {
            // reported below, like a moment in the past
        }
        throw Problem.badField("from", "problem.not-past");
    }

    private static BigDecimal dollars(JsonBody body, String member) {
        return body.amount(member, MOST_DOLLARS)
                .orElseThrow(() -> Problem.badField(member, "problem.price-needed", member));
    }
}
