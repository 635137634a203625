package io.baton.pricing;

import io.baton.catalog.Catalog;
import io.baton.catalog.ListPrices;
import io.baton.catalog.ListPrices.ListPrice;
import io.baton.http.JsonBody;
import io.baton.model.Model;
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
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** The list prices of the vendors beside the valid prices, and the call that adopts them. */
@RolesAllowed(Caller.ADMIN)
@Path("admin/prices/list-prices")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ListPricesResource {
    private static final DateTimeFormatter VERSION =
            DateTimeFormatter.ofPattern("'list-'yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    @Inject
    ListPrices listPrices;

    @Inject
    PriceStore prices;

    @Inject
    Catalog catalog;

    @Inject
    Clock clock;

    @Context
    SecurityContext security;

    @Context
    HttpServletResponse response;

    /** Dollars per 1,000 tokens. */
    public record PriceView(BigDecimal input, BigDecimal output, BigDecimal cached, BigDecimal reasoning) {
        static PriceView of(Price price) {
            return price == null
                    ? null
                    : new PriceView(price.input(), price.output(), price.cached(), price.reasoning());
        }

        /** Compares values, whatever their number of trailing zeros. */
        boolean isSame(PriceView other) {
            return other != null
                    && input.compareTo(other.input) == 0
                    && output.compareTo(other.output) == 0
                    && cached.compareTo(other.cached) == 0
                    && reasoning.compareTo(other.reasoning) == 0;
        }
    }

    /**
     * A model that has a list price, or whose list price could not be found.
     *
     * @param upstreamId the vendor's name of the model
     * @param present    the valid price; absent: unknown
     * @param proposed   the list price; absent: the vendor does not document it
     * @param source     the vendor's page with the price
     * @param date       the date of that information
     * @param changes    whether adopting it would change anything
     */
    public record Line(
            String model,
            String upstreamId,
            PriceView present,
            PriceView proposed,
            URI source,
            LocalDate date,
            String note,
            boolean changes) {}

    /** What adopting the list prices now would change, and the models without one. */
    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    public List<Line> preview() {
        response.setHeader(HttpHeaders.ETAG, prices.version().tag());
        var now = clock.instant();
        return catalog.asShipped().stream()
                .flatMap(model -> listPrices.of(model).map(found -> line(model, found, now)).stream())
                .toList();
    }

    /**
     * Adopts all list prices, or that of {@code model}, from a moment on, by default now. Gives what changed. Skips models that
     * have their list price at that moment, so a repeated call changes nothing.
     */
    @POST
    public List<Line> adopt(@HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, JsonObject json) {
        var body = new JsonBody(json);
        var from = PricesResource.from(body, clock);
        var wanted = body.text("model");
        if (wanted.filter(id -> catalog.find(id).isEmpty()).isPresent()) {
            throw Problem.badField("model", "problem.one-of", "model", catalog.known());
        }
        var changed = catalog.asShipped().stream()
                .filter(model -> wanted.filter(id -> !id.equals(model.id())).isEmpty())
                .flatMap(model -> listPrices.of(model).map(found -> line(model, found, from)).stream())
                .filter(Line::changes)
                .toList();
        prices.set(
                changed.stream()
                        .map(line -> new PriceStore.Dated(line.model(), from, price(line.proposed(), from)))
                        .toList(),
                Caller.of(security).userId(),
                ifMatch);
        prices.updateCatalog();
        return changed;
    }

    private static Price price(PriceView price, Instant from) {
        return new Price(VERSION.format(from), price.input(), price.output(), price.cached(), price.reasoning());
    }

    private Line line(Model model, ListPrice found, Instant at) {
        var present = PriceView.of(prices.at(model, at).orElse(null));
        var proposed = PriceView.of(found.price());
        return new Line(
                model.id(),
                model.upstreamId(),
                present,
                proposed,
                found.source(),
                found.date(),
                found.note(),
                proposed != null && !proposed.isSame(present));
    }
}
