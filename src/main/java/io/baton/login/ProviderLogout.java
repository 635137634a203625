package io.baton.login;

import io.baton.oidc.LogoutTokens;
import io.baton.oidc.OpenIdProvider;
import io.baton.oidc.ProviderAway;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.logging.Logger;

/** Where the OpenID Connect provider says that sessions there have ended, without a browser (back-channel logout). */
@WebServlet(urlPatterns = "/login/oidc/logout", asyncSupported = true)
public class ProviderLogout extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = Logger.getLogger(ProviderLogout.class.getName());

    @Inject
    transient OpenIdProvider provider;

    @Inject
    transient LogoutTokens tokens;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        if (!provider.isConfigured()) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        var token = request.getParameter("logout_token");
        try {
            if (token == null || !tokens.end(token)) {
                refuse(response);
            }
        } catch (ProviderAway away) {
            LOG.warning("No session was ended: " + away.getMessage());
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    private static void refuse(HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        response.setContentType("application/json");
        response.getWriter().print("{\"error\":\"invalid_request\"}");
    }
}
