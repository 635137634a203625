package io.baton.group;

import io.baton.http.Paging;
import io.baton.platform.Problem;
import io.baton.security.Caller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;

/** Puts users into groups, and takes them out. Both can be repeated, so they need no version. Users whose tokens name a group are not listed. */
@RolesAllowed(Caller.ADMIN)
@Path("admin/groups/{id}/members")
@Produces(MediaType.APPLICATION_JSON)
public class GroupMembersResource {
    @Inject
    GroupStore store;

    @Inject
    GroupMembers members;

    @Inject
    Groups groups;

    @Context
    SecurityContext security;

    /** Ids of users. */
    public record MemberPage(List<String> members, int page, int limit, long total) {}

    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    public MemberPage page(
            @PathParam("id") String id, @QueryParam("page") String page, @QueryParam("limit") String limit) {
        var group = store.find(GroupsResource.parse(id)).group().id();
        var paging = Paging.of(page, limit);
        return new MemberPage(members.page(group, paging), paging.page(), paging.limit(), members.count(group));
    }

    @PUT
    @Path("{userId}")
    public void add(@PathParam("id") String id, @PathParam("userId") String userId) {
        members.add(GroupsResource.parse(id), user(userId), Caller.of(security).userId());
        groups.refresh();
    }

    @DELETE
    @Path("{userId}")
    public void remove(@PathParam("id") String id, @PathParam("userId") String userId) {
        members.remove(GroupsResource.parse(id), user(userId));
        groups.refresh();
    }

    private static String user(String id) {
        if (id.matches("[0-9a-f]{32}")) {
            return id;
        }
        throw Problem.badField("userId", "problem.user-id");
    }
}
