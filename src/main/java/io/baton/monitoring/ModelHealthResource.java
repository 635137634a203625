package io.baton.monitoring;

import io.baton.catalog.Catalog;
import io.baton.http.JsonBody;
import io.baton.platform.Problem;
import io.baton.routing.ModelHealth;
import io.baton.security.Caller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Clock;
import java.time.Duration;

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

    /**
     * Body: {@code {"available":true}} or {@code {"available":false,"for":"PT15M"}}; without {@code for} the model
     * stays disabled until it is enabled. Running answers continue.
     */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    public void set(@PathParam("id") String id, JsonObject json) {
        var model = catalog.find(id).orElseThrow(() -> Problem.notFound("model", id));
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
            health.enable(model);
        } else {
            health.disable(
                    model,
                    period.map(clock.instant()::plus).orElse(null),
                    Caller.of(security).userId());
        }
    }
}
