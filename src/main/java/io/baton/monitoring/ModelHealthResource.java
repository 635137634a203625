package io.baton.monitoring;

import io.baton.catalog.Catalog;
import io.baton.http.JsonBody;
import io.baton.model.Model;
import io.baton.platform.Problem;
import io.baton.routing.ModelHealth;
import io.baton.routing.ModelHealth.Verdict;
import io.baton.security.Caller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Lets an admin disable a model, or enable it after anything that had stopped it. */
@RolesAllowed(Caller.ADMIN)
@Path("admin/models/{id}/standing")
public class ModelHealthResource {
    private static final Duration LONGEST = Duration.ofDays(365);

    @Inject
    Catalog catalog;

    @Inject
    ModelHealth health;

    @Inject
    Clock clock;

    @Context
    SecurityContext security;

    @Context
    HttpServletResponse response;

    /** What an admin has decided. {@code until}: absent where the model is available, or disabled until it is enabled. */
    public record StandingView(boolean available, Instant until) {}

    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    @Produces(MediaType.APPLICATION_JSON)
    public StandingView get(@PathParam("id") String id) {
        var model = model(id);
        response.setHeader(HttpHeaders.ETAG, health.version(model).tag());
        return switch (health.of(model).verdict()) {
            case Verdict.Disabled(var wait) ->
                new StandingView(false, wait.map(clock.instant()::plus).orElse(null));
            case Verdict.Available available -> new StandingView(true, null);
            case Verdict.Busy busy -> new StandingView(true, null);
            case Verdict.Failing failing -> new StandingView(true, null);
            case Verdict.Unreachable unreachable -> new StandingView(true, null);
            case Verdict.Paused paused -> new StandingView(true, null);
        };
    }

    private Model model(String id) {
        return catalog.find(id).orElseThrow(() -> Problem.notFound("model", id));
    }

    /**
     * Body: {@code {"available":true}} or {@code {"available":false,"for":"PT15M"}}; without {@code for} the model
     * stays disabled until it is enabled. Running answers continue.
     */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    public void set(@PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, JsonObject json) {
        var model = model(id);
        var body = new JsonBody(json);
        var available =
                body.flag("available").orElseThrow(() -> Problem.badField("available", "problem.flag", "available"));
        var period = body.duration("for");
        if (available && period.isPresent()) {
            throw Problem.badField("for", "problem.for-closed");
        }
        if (period.filter(each -> each.compareTo(LONGEST) > 0).isPresent()) {
            throw Problem.badField("for", "problem.at-most", "for", LONGEST);
        }
        if (available) {
            health.enable(model, ifMatch);
        } else {
            health.disable(
                    model,
                    period.map(clock.instant()::plus).orElse(null),
                    Caller.of(security).userId(),
                    ifMatch);
        }
    }
}
