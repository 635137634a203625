package io.baton.login;

import io.baton.audit.Action;
import io.baton.audit.AuditLog;
import io.baton.platform.Problem;
import io.baton.security.Caller;
import io.baton.security.RevokedSessions;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Lets an admin revoke all sessions of a user. */
@RolesAllowed(Caller.ADMIN)
@Path("admin/users/{userId}/sessions")
public class UserSessionsResource {
    @Inject
    RevokedSessions sessions;

    @Inject
    AuditLog audit;

    /** The user may sign in again; tokens of the external issuer are that issuer's to end. */
    @DELETE
    public void endAll(@PathParam("userId") String userId) {
        if (!userId.matches("[0-9a-f]{32}")) {
            throw Problem.badField("userId", "problem.user-id");
        }
        audit.record(Action.SESSIONS_ENDED, "user:" + userId, null, null);
        sessions.revokeAllOf(userId);
    }
}
