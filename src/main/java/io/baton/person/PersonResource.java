package io.baton.person;

import io.baton.audit.Action;
import io.baton.audit.AuditLog;
import io.baton.security.Caller;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;

/** All that is stored of the caller. */
@Path("auth/me/data")
@Produces(MediaType.APPLICATION_JSON)
public class PersonResource {
    @Inject
    PersonExport export;

    @Inject
    Erasures erasures;

    @Inject
    AuditLog audit;

    @Context
    SecurityContext security;

    @GET
    public Response export() {
        var user = Caller.of(security).userId();
        audit.record(Action.PERSON_EXPORTED, "user:" + user, null, null);
        return ErasureView.file(export.of(user, export));
    }

    /** Erases the caller, who is signed out everywhere. Returns before it is done; what is erased is gone. */
    @DELETE
    public Response erase() {
        return ErasureView.accepted(erasures.request(Caller.of(security).userId()));
    }
}
