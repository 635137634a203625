package io.baton.person;

import io.baton.audit.Action;
import io.baton.audit.AuditLog;
import io.baton.platform.Problem;
import io.baton.security.Caller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** All that is stored of a person, on behalf of that person. Auditors don't get it: it contains conversations. */
@RolesAllowed(Caller.ADMIN)
@Path("admin/persons")
@Produces(MediaType.APPLICATION_JSON)
public class PersonsResource {
    @Inject
    PersonExport export;

    @Inject
    Erasures erasures;

    @Inject
    AuditLog audit;

    /** The newest 200 erasures. */
    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    @Path("erasures")
    public List<ErasureView> erasures() {
        return erasures.newest().stream().map(ErasureView::of).toList();
    }

    @POST
    @Path("{userId}/export")
    public Response export(@PathParam("userId") String userId) {
        audit.record(Action.PERSON_EXPORTED, "user:" + checked(userId), null, null);
        return ErasureView.file(export.of(userId, export));
    }

    /** Returns before it is done; what is erased is gone. */
    @DELETE
    @Path("{userId}")
    public Response erase(@PathParam("userId") String userId) {
        return ErasureView.accepted(erasures.request(checked(userId)));
    }

    private static String checked(String userId) {
        if (!userId.matches("[0-9a-f]{32}")) {
            throw Problem.badField("userId", "problem.user-id");
        }
        return userId;
    }
}
