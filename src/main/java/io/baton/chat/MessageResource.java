package io.baton.chat;

import io.baton.catalog.Catalog;
import io.baton.security.Caller;
import io.baton.security.SessionCookies;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.UUID;

/** Stores a question; the first GET of the stream starts its answer. */
@Path("chat/message")
public class MessageResource {
    @Inject
    Chat chat;

    @Inject
    Catalog catalog;

    @Inject
    SessionCookies cookies;

    @Context
    SecurityContext security;

    @Context
    HttpServletRequest request;

    /** The response to a stored question. */
    public record Sent(boolean success, UUID conversationId, UUID messageId, String message) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response send(JsonObject body, @HeaderParam("Idempotency-Key") String key) {
        var asked = chat.store(Caller.of(security), new StreamRequest(catalog).ask(body, key));
        var response =
                Response.ok(new Sent(true, asked.conversationId(), asked.messageId(), "Message sent successfully"));
        cookies.forStream(request).ifPresent(cookie -> response.header("Set-Cookie", cookie));
        return response.build();
    }
}
