package io.baton.apikey.admin;

import io.baton.apikey.admin.KeyChanges.Editor;
import io.baton.budget.BudgetStatus;
import io.baton.http.Paging;
import io.baton.security.Caller;
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

/** The caller's own API keys. */
@Path("keys")
@Produces(MediaType.APPLICATION_JSON)
public class KeysResource {
    @Inject
    Keys keys;

    @Context
    SecurityContext security;

    @GET
    public KeyView.Page all(@QueryParam("page") String page, @QueryParam("limit") String limit) {
        return keys.page(Caller.of(security).userId(), Paging.of(page, limit));
    }

    /** Makes a key that acts as the caller, with at most the roles of the caller. Only this response has the key itself. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response make(JsonObject json) {
        return keys.make(editor(), json);
    }

    @GET
    @Path("{id}")
    public Response get(@PathParam("id") String id) {
        return keys.get(editor(), id);
    }

    /** What is spent by the key in this day and month, and what is left of its budget. */
    @GET
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

    private Editor editor() {
        return new Editor(Caller.of(security), false);
    }
}
