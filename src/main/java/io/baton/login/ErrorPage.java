package io.baton.login;

import io.baton.platform.Language;
import io.baton.security.ErrorResponse;
import io.baton.security.LocalPath;
import jakarta.faces.application.ViewExpiredException;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.util.stream.Stream;

/** Renders the container's own errors: to programs as a problem, to people as a page. */
@WebServlet(urlPatterns = "/error", asyncSupported = true)
public class ErrorPage extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            // The response has its body already.
            return;
        }
        var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        var path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String uri ? uri : "/";
        if (ErrorResponse.isApi(path)) {
            ErrorResponse.write(path, request, response, new WebApplicationException(status));
            return;
        }
        if (hasExpiredView(request)) {
            PageTemplate.seeOther(response, LocalPath.of(path));
            return;
        }
        response.setStatus(status);
        var language = Language.of(null, request.getLocales());
        var back = "<p><a href=\"/\">" + PageTemplate.escape(language.text("error.home")) + "</a></p>\n";
        PageTemplate.write(response, language, language.text(titleOf(status)), back);
    }

    /** Whether a form of the console was submitted whose state is expired or invalid, so that Faces can't restore it. */
    private static boolean hasExpiredView(HttpServletRequest request) {
        var thrown =
                request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable failure ? failure : null;
        return request.getParameter("jakarta.faces.ViewState") != null
                && Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                        .anyMatch(cause ->
                                cause instanceof ViewExpiredException || cause instanceof IllegalArgumentException);
    }

    private static String titleOf(int status) {
        return switch (status) {
            case 403 -> "error.forbidden";
            case 404 -> "error.not-found";
            default -> "error.other";
        };
    }
}
