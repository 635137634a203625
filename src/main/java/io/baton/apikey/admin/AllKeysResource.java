package io.baton.apikey.admin;

import io.baton.apikey.admin.KeyChanges.Editor;
import io.baton.budget.BudgetStatus;
import io.baton.http.Paging;
import io.baton.platform.Problem;
import io.baton.security.Caller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
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

/** The API keys of all people and services. */
@RolesAllowed(Caller.ADMIN)
@Path("admin/keys")
@Produces(MediaType.APPLICATION_JSON)
public class AllKeysResource {
    @Inject
    Keys keys;

    @Context
    SecurityContext security;

    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    public KeyView.Page all(
            @QueryParam("userId") String userId, @QueryParam("page") String page, @QueryParam("limit") String limit) {
        return keys.page(checked(userId), Paging.of(page, limit));
    }

    /** Makes a key of a service, which has an identity of its own. Only this response has the key itself. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response make(JsonObject json) {
        return keys.make(editor(), json);
    }

    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    @Path("{id}")
    public Response get(@PathParam("id") String id) {
        return keys.get(editor(), id);
    }

    /** What is spent by the key in this day and month, and what is left of its budget. */
    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    @Path("{id}/budget")
    public BudgetStatus budget(@PathParam("id") String id) {
        return keys.budget(editor(), id);
    }

    /** Replaces name and restrictions. The secret stays. */
    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response change(@PathParam("id") String id, @HeaderParam("If-Match") String ifMatch, JsonObject json) {
        return keys.change(editor(), id, json, ifMatch);
    }

    /** Gives the key a new secret; the one before stays valid for the overlap. */
    @POST
    @Path("{id}/rotate")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response rotate(@PathParam("id") String id, @HeaderParam("If-Match") String ifMatch, JsonObject json) {
        return keys.rotate(editor(), id, json, ifMatch);
    }

    /** Revokes the key on all nodes, and stops its answers. */
    @DELETE
    @Path("{id}")
    public void revoke(@PathParam("id") String id) {
        keys.revoke(editor(), id);
    }

    private static String checked(String userId) {
        if (userId != null && !userId.matches("[0-9a-f]{32}")) {
            throw Problem.badField("userId", "problem.user-id");
        }
        return userId;
    }

    private Editor editor() {
        return new Editor(Caller.of(security), true);
    }
}
