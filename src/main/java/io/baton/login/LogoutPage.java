package io.baton.login;

import io.baton.oidc.OpenIdProvider;
import io.baton.oidc.ProviderSignOut;
import io.baton.security.FlowCookies;
import io.baton.security.PresentedCredentials;
import io.baton.security.SessionCookies;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Signs a browser out and revokes its session; only by POST, so that no link or image can do it. */
@WebServlet(urlPatterns = "/logout", asyncSupported = true)
public class LogoutPage extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private static final String AFTERWARDS = "/login";

    @Inject
    transient SignOut signOut;

    @Inject
    transient OpenIdProvider provider;

    @Inject
    transient ProviderSignOut elsewhere;

    /** Whoever has signed in at the provider is led on to sign out there. */
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var idToken = FlowCookies.idToken(request);
        var isFromProvider = signOut.of(PresentedCredentials.by(request)) || idToken.isPresent();
        PageTemplate.addCookies(response, SessionCookies.forSignOut(request.isSecure()));
        PageTemplate.addCookies(response, List.of(FlowCookies.withoutIdToken(request.isSecure())));
        var onward = isFromProvider && provider.isConfigured()
                ? elsewhere.address(idToken, SiteUrl.of(request, AFTERWARDS))
                : Optional.<URI>empty();
        if (onward.isPresent()) {
            OnwardPage.write(request, response, "login.out", onward.get().toString());
        } else {
            PageTemplate.seeOther(response, AFTERWARDS);
        }
    }
}
