package io.baton.provider.wire;

import io.baton.telemetry.AttemptTrace;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;

/** Sets the User-Agent header, the headers of the model, and the trace context where a provider gets it. */
public final class UserAgent implements ClientRequestFilter {
    static final String NAME = "AI-Blog-System/1.0";

    @Override
    public void filter(ClientRequestContext request) {
        request.getHeaders().putSingle(HttpHeaders.USER_AGENT, NAME);
        AttemptTrace.headers().forEach(request.getHeaders()::putSingle);
        if (request.getEntity() instanceof ChatRequest chat) {
            chat.model().form().headers().forEach(request.getHeaders()::putSingle);
        }
    }
}
