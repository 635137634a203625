package io.baton.http;

import io.baton.platform.Problem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.regex.Pattern;

/** Refuses an Accept header with an invalid weight (RFC 9110, 12.4.2); the server would fail with a 500. */
@Provider
@PreMatching
public class AcceptGuard implements ContainerRequestFilter {
    private static final Pattern INVALID_WEIGHT =
            Pattern.compile(";\\s*q\\s*=(?!\\s*(0(\\.[0-9]*)?|1(\\.0*)?)\\s*([,;]|$))", Pattern.CASE_INSENSITIVE);

    @Override
    public void filter(ContainerRequestContext request) {
        var accept = request.getHeaderString("Accept");
        if (accept != null && INVALID_WEIGHT.matcher(accept).find()) {
            throw Problem.badField("Accept", "problem.accept-weight");
        }
    }
}
