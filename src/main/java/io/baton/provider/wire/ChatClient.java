package io.baton.provider.wire;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** REST client for the chat-completions format. */
public interface ChatClient {
    /**
     * Returns when the response headers have arrived, whatever the status; does not read the body.
     *
     * @param authorization null to send no such header
     */
    @POST
    @Path("/chat/completions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.SERVER_SENT_EVENTS, MediaType.APPLICATION_JSON})
    Response complete(@HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, ChatRequest request);
}
