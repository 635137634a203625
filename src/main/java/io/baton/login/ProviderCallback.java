package io.baton.login;

import io.baton.audit.SignInEvents;
import io.baton.oidc.FlowEnd;
import io.baton.oidc.FlowResult.NotSignedIn;
import io.baton.oidc.FlowResult.SignedIn;
import io.baton.oidc.OpenIdProvider;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Where the OpenID Connect provider leads the browser back to. */
@WebServlet(urlPatterns = ProviderCallback.PATH, asyncSupported = true)
public class ProviderCallback extends HttpServlet {
    static final String PATH = "/login/oidc/callback";
    private static final long serialVersionUID = 1L;

    @Inject
    transient OpenIdProvider provider;

    @Inject
    transient FlowEnd flow;

    @Inject
    transient SignInEvents events;

    /** The page leads on by itself: on a redirect from another site, browsers would not send the session's cookie. */
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!provider.isConfigured()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        var result = flow.finish(request);
        PageTemplate.addCookies(response, result.cookies());
        switch (result) {
            case SignedIn signedIn -> {
                events.signedIn(signedIn.identity(), "oidc");
                OnwardPage.write(request, response, "login.title", signedIn.next());
            }
            case NotSignedIn not -> SignInFailure.write(request, response, not.why(), not.next());
        }
    }
}
