package io.baton.platform;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

/** What the API answers is for one reader and one moment: nobody keeps it, and nobody takes it for a page. */
@Provider
public class ApiHeaders implements ContainerResponseFilter {
    @Context
    HttpServletResponse servletResponse;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        // An event stream has said how it may be cached before it began.
        if (!servletResponse.containsHeader(HttpHeaders.CACHE_CONTROL)) {
            response.getHeaders().putIfAbsent(HttpHeaders.CACHE_CONTROL, List.of("no-store"));
        }
        response.getHeaders().putSingle("X-Content-Type-Options", "nosniff");
    }
}
