package io.baton.budget;

import io.baton.http.JsonBody;
import io.baton.platform.Problem;
import io.baton.security.Caller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Clock;
import java.util.List;

/** Sets budgets. The owner in the path is a user's id, {@code default} or {@code site}; those of groups are set with the group. */
@RolesAllowed(Caller.ADMIN)
@Path("admin/budgets")
@Produces(MediaType.APPLICATION_JSON)
public class BudgetsResource {
    @Inject
    BudgetStore budgets;

    @Inject
    Clock clock;

    @Context
    SecurityContext security;

    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    public List<BudgetView> all() {
        return budgets.all().stream().map(BudgetView::of).toList();
    }

    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    @Path("{userId}")
    public Response get(@PathParam("userId") String owner) {
        return response(budgets.of(checked(owner)).orElseThrow(() -> Problem.notFound("budget", owner)));
    }

    /** Replaces the budget. Without limits the owner has none, whatever the default is. */
    @PUT
    @Path("{userId}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response put(@PathParam("userId") String owner, @HeaderParam("If-Match") String ifMatch, JsonObject json) {
        var budget = BudgetBody.read(checked(owner), new JsonBody(json));
        budgets.set(budget, ifMatch, Caller.of(security).userId(), clock.instant());
        return response(budget);
    }

    /** Removes the budget; then the default applies, or no limit if there is none. */
    @DELETE
    @Path("{userId}")
    public void delete(@PathParam("userId") String owner, @HeaderParam("If-Match") String ifMatch) {
        budgets.remove(checked(owner), ifMatch, clock.instant());
    }

    private static Response response(Budget budget) {
        return Response.ok(BudgetView.of(budget))
                .header("ETag", budget.version().tag())
                .build();
    }

    private static String checked(String owner) {
        if (owner.equals(Budget.SITE) || owner.equals(Budget.DEFAULT) || owner.matches("[0-9a-f]{32}")) {
            return owner;
        }
        throw Problem.badField("userId", "problem.budget-of");
    }
}
