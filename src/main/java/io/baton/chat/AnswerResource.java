package io.baton.chat;

import io.baton.chat.LogFollower.Following;
import io.baton.platform.Ids;
import io.baton.platform.Language;
import io.baton.platform.Problem;
import io.baton.security.Caller;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;

/** One answer: read its events, or stop it. */
@Path("chat/answers/{answerId}")
public class AnswerResource {
    @Inject
    Chat chat;

    @Inject
    AnswerReaders readers;

    @Context
    SecurityContext security;

    @Context
    Sse sse;

    @Context
    HttpServletResponse response;

    @GET
    @Path("events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void events(
            @PathParam("answerId") String answerId,
            @QueryParam("totalContent") String totalContent,
            @HeaderParam("Last-Event-ID") String lastEventId,
            @HeaderParam("Accept-Language") String languages,
            @Context SseEventSink sink) {
        var caller = Caller.of(security);
        var row = readers.own(caller, Ids.parse("answerId", answerId));
        var withTotal = StreamRequest.totalContent(totalContent);
        var language = Language.accepted(languages);
        var following = lastEventId == null
                ? new Following(row.id, row.conversationId, null, withTotal, language)
                : Resumption.of(readers, caller, lastEventId, row.conversationId, withTotal, language);
        if (!following.answerId().equals(row.id)) {
            throw Problem.badField("Last-Event-ID", "problem.frame-of-another");
        }
        readers.follow(caller, Resumption.with(response, () -> following), sink, sse);
    }

    @DELETE
    public void stop(@PathParam("answerId") String answerId) {
        chat.stop(Caller.of(security), Ids.parse("answerId", answerId));
    }
}
