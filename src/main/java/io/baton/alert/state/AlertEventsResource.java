package io.baton.alert.state;

import io.baton.limits.ReaderLimit;
import io.baton.platform.Language;
import io.baton.platform.Problem;
import io.baton.platform.VirtualThreads;
import io.baton.security.Caller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.concurrent.ExecutorService;

/** The events of alerts as server-sent events, on any node; resumable by {@code Last-Event-ID}. */
@RolesAllowed(Caller.ADMIN)
@Path("admin/alerts/events")
public class AlertEventsResource {
    @Inject
    AlertFeed feed;

    @Inject
    ReaderLimit limit;

    @Inject
    @VirtualThreads
    ExecutorService virtual;

    @Context
    SecurityContext security;

    @Context
    HttpServletResponse response;

    /** Without {@code Last-Event-ID}: what happens from now on. */
    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void events(
            @HeaderParam("Last-Event-ID") String lastEventId,
            @HeaderParam("Accept-Language") String languages,
            @Context SseEventSink sink,
            @Context Sse sse) {
        var from = lastEventId == null ? feed.newest() : number(lastEventId);
        var slot = limit.admit(Caller.of(security).userId());
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("X-Accel-Buffering", "no");
        try {
            virtual.execute(new AlertFollower(feed, from, Language.accepted(languages), sink, sse, slot));
        } catch (RuntimeException stopping) {
            slot.close();
            throw stopping;
        }
    }

    private static long number(String lastEventId) {
        if (lastEventId.matches("\\d{1,18}")) {
            return Long.parseLong(lastEventId);
        }
        throw Problem.badField("Last-Event-ID", "problem.event-id");
    }
}
