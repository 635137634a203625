package io.baton.provider.qwen;

import io.baton.provider.wire.ChatRequest;
import io.baton.provider.wire.ChatRequestWriter;
import io.baton.provider.wire.UserAgent;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** Alibaba's Qwen (DashScope) over HTTP; {@code qwen/mp-rest/…} configures it. */
@RegisterRestClient(configKey = "qwen")
@RegisterProvider(UserAgent.class)
@RegisterProvider(ChatRequestWriter.class)
public interface QwenClient {
    @POST
    @Path("/chat/completions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.SERVER_SENT_EVENTS, MediaType.APPLICATION_JSON})
    Response complete(@HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, ChatRequest request);
}
