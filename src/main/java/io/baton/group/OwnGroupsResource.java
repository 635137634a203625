package io.baton.group;

import io.baton.budget.BudgetReport;
import io.baton.budget.BudgetStatus;
import io.baton.security.Caller;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;

/** The groups of the caller. */
@Path("groups")
@Produces(MediaType.APPLICATION_JSON)
public class OwnGroupsResource {
    @Inject
    Groups groups;

    @Inject
    BudgetReport budgets;

    @Context
    SecurityContext security;

    /**
     * A group of the caller.
     *
     * @param models that the group allows; absent: all
     * @param pays   whether it pays for what the caller asks
     * @param budget of the group that pays; otherwise absent
     */
    public record OwnGroup(String name, List<String> models, boolean pays, BudgetStatus budget) {}

    /** In their order. Without any group all models may be asked. */
    @GET
    public List<OwnGroup> own() {
        var own = groups.of(Caller.of(security));
        return own.stream()
                .map(group -> {
                    var pays = group.equals(own.getFirst());
                    return new OwnGroup(
                            group.name(), GroupView.models(group), pays, pays ? budgets.status(group.payer()) : null);
                })
                .toList();
    }
}
