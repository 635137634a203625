package io.baton.telemetry;

import io.opentelemetry.context.Context;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Takes the trace of a caller, for what its request starts on this thread. */
public class CallerTraceFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Inject
    transient Tracing tracing;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var header = request.getHeader(TraceParent.HEADER);
        if (header == null || !tracing.isOn()) {
            chain.doFilter(request, response);
            return;
        }
        var scope = Context.root().with(TraceParent.parse(header)).makeCurrent();
        try {
            chain.doFilter(request, response);
        } finally {
            scope.close();
        }
    }
}
