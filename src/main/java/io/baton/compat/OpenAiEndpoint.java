package io.baton.compat;

import io.baton.catalog.Catalog;
import io.baton.entitlement.Entitlements;
import io.baton.http.BodyGuard;
import io.baton.http.JsonObjectReader;
import io.baton.model.AllowedModels;
import io.baton.platform.Problem;
import io.baton.security.Caller;
import io.baton.security.ErrorResponse;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;

/**
 * The endpoint for OpenAI's clients. A servlet, because a JAX-RS resource would also exist under {@code /api}, and its
 * errors would have our own format.
 */
@WebServlet(urlPatterns = "/v1/*", asyncSupported = true)
public class OpenAiEndpoint extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String MODEL = "/models/";

    @Inject
    transient Catalog catalog;

    @Inject
    transient Entitlements entitlements;

    @Inject
    transient Completions completions;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        try {
            route(request.getPathInfo() == null ? "" : request.getPathInfo(), request, response);
        } catch (IOException | RuntimeException refused) {
            ErrorResponse.write(request, response, refused);
        }
    }

    private void route(String path, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (path.equals("/chat/completions")) {
            allow(request, "POST");
            completions.answer(Caller.of(request.getUserPrincipal()), parse(request), request, response);
        } else if (path.equals("/models")) {
            allow(request, "GET");
            send(ModelList.all(catalog, allowed(request)), response);
        } else if (path.startsWith(MODEL)) {
            allow(request, "GET");
            send(ModelList.one(catalog, allowed(request), path.substring(MODEL.length())), response);
        } else {
            throw new NotFoundException();
        }
    }

    private AllowedModels allowed(HttpServletRequest request) {
        return entitlements.of(Caller.of(request.getUserPrincipal())).models();
    }

    private static void allow(HttpServletRequest request, String method) {
        if (!request.getMethod().equals(method)) {
            throw new NotAllowedException(method);
        }
    }

    private CompletionRequest parse(HttpServletRequest request) throws IOException {
        if (!isJson(request.getContentType())) {
            throw Problem.of(Problem.Kind.UNSUPPORTED_MEDIA_TYPE, "problem.status.415");
        }
        var body = BodyGuard.read(request::getHeader, request.getInputStream());
        return CompletionRequest.of(catalog, JsonObjectReader.read(new ByteArrayInputStream(body)));
    }

    private static boolean isJson(String contentType) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    private static void send(JsonObject json, HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.getWriter().print(json);
    }
}
