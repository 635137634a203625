package io.baton.login;

import io.baton.oidc.FlowResult.Why;
import io.baton.oidc.FlowStart;
import io.baton.oidc.OpenIdProvider;
import io.baton.oidc.ProviderAway;
import io.baton.platform.Language;
import io.baton.security.LocalPath;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.logging.Logger;

/** Begins a sign-in at the OpenID Connect provider, where one is configured. */
@WebServlet(urlPatterns = ProviderLogin.PATH, asyncSupported = true)
public class ProviderLogin extends HttpServlet {
    static final String PATH = "/login/oidc";
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = Logger.getLogger(ProviderLogin.class.getName());

    @Inject
    transient OpenIdProvider provider;

    @Inject
    transient FlowStart flow;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!provider.isConfigured()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        var next = LocalPath.of(request.getParameter("next"));
        var language = Language.of(request.getParameter("lang"), request.getLocales());
        try {
            var departure = flow.begin(request, SiteUrl.of(request, ProviderCallback.PATH), next, language);
            PageTemplate.addCookies(response, departure.cookies());
            OnwardPage.write(
                    request, response, "login.title", departure.address().toString());
        } catch (ProviderAway away) {
            LOG.warning("Nobody can sign in: " + away.getMessage());
            SignInFailure.write(request, response, Why.AWAY, next);
        }
    }
}
