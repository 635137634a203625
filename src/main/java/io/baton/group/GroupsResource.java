package io.baton.group;

import io.baton.budget.Budget;
import io.baton.budget.BudgetBody;
import io.baton.budget.BudgetReport;
import io.baton.budget.BudgetStatus;
import io.baton.catalog.Catalog;
import io.baton.group.GroupStore.Stored;
import io.baton.http.JsonBody;
import io.baton.http.Paging;
import io.baton.limits.OwnLimits;
import io.baton.model.AllowedModels;
import io.baton.platform.Problem;
import io.baton.security.Caller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;

/** Makes, changes and deletes groups. */
@RolesAllowed(Caller.ADMIN)
@Path("admin/groups")
@Produces(MediaType.APPLICATION_JSON)
public class GroupsResource {
    private static final int LONGEST_NAME = 200;
    private static final int USUAL_PRIORITY = 100;
    private static final int MOST = 1_000_000;
    private static final int MOST_MODELS = 200;

    @Inject
    GroupStore store;

    @Inject
    Groups groups;

    @Inject
    BudgetReport budgets;

    @Inject
    Catalog catalog;

    @Context
    SecurityContext security;

    /** Groups in their order. */
    public record GroupPage(List<GroupView> groups, int page, int limit, int total) {}

    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    public GroupPage all(@QueryParam("page") String page, @QueryParam("limit") String limit) {
        var paging = Paging.of(page, limit);
        var all = store.all();
        var shown = all.stream()
                .skip((paging.page() - 1L) * paging.limit())
                .limit(paging.limit())
                .map(group -> GroupView.of(store.withBudget(group)))
                .toList();
        return new GroupPage(shown, paging.page(), paging.limit(), all.size());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(JsonObject json) {
        var body = new JsonBody(json);
        var created = store.create(id -> parse(id, body), by());
        groups.refresh();
        return response(
                Response.created(URI.create("admin/groups/" + created.group().id())), created);
    }

    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    @Path("{id}")
    public Response get(@PathParam("id") String id) {
        return response(Response.ok(), store.find(parse(id)));
    }

    /** Replaces all that is set of the group. */
    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response change(@PathParam("id") String id, @HeaderParam("If-Match") String ifMatch, JsonObject json) {
        var changed = store.change(parse(parse(id), new JsonBody(json)), ifMatch, by());
        groups.refresh();
        return response(Response.ok(), changed);
    }

    /** Deletes the group with its members and its budget. */
    @DELETE
    @Path("{id}")
    public void delete(@PathParam("id") String id, @HeaderParam("If-Match") String ifMatch) {
        store.delete(parse(id), ifMatch);
        groups.refresh();
    }

    /** What the group has spent of its budget. */
    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    @Path("{id}/budget")
    public BudgetStatus budget(@PathParam("id") String id) {
        return budgets.status(store.find(parse(id)).group().payer());
    }

    private static Response response(Response.ResponseBuilder response, Stored stored) {
        return response.header("ETag", stored.version().tag())
                .entity(GroupView.of(stored))
                .build();
    }

    private String by() {
        return Caller.of(security).userId();
    }

    /** @throws Problem 404 for what is no id, too */
    static int parse(String id) {
        if (id.matches("[1-9][0-9]{0,8}")) {
            return Integer.parseInt(id);
        }
        throw Problem.notFound("group", id);
    }

    private Stored parse(int id, JsonBody body) {
        var name = body.text("name").filter(GroupsResource::isName);
        var group = new Group(
                id,
                name.orElseThrow(() -> Problem.badField("name", "problem.group-name", LONGEST_NAME)),
                body.wholeNumber("priority", 0, MOST).orElse(USUAL_PRIORITY),
                AllowedModels.of(
                        body.array("models", MOST_MODELS).map(this::models).orElse(null)),
                new OwnLimits(
                        body.wholeNumber("requestsPerMinute", 1, MOST).orElse(null),
                        body.wholeNumber("simultaneousAnswers", 1, MOST).orElse(null)));
        var budget = body.object("budget").map(each -> BudgetBody.read(Budget.ofGroup(id), each));
        return new Stored(group, budget.orElse(null));
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && name.equals(name.strip())
                && name.chars().noneMatch(Character::isISOControl);
    }

    private List<String> models(JsonArray array) {
        return IntStream.range(0, array.size())
                .mapToObj(i -> switch (array.get(i)) {
                    case JsonString id when catalog.find(id.getString()).isPresent() -> id.getString();
                    default -> {
                        var field = "models[" + i + "]";
                        throw Problem.badField(field, "problem.one-of", field, catalog.known());
                    }
                })
                .distinct()
                .toList();
    }
}
