package io.baton.login;

import io.baton.security.PresentedCredentials;
import io.baton.security.SessionCookies;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Signs a browser out and revokes its session; only by POST, so that no link or image can do it. */
@WebServlet(urlPatterns = "/logout", asyncSupported = true)
public class LogoutPage extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    transient SignOut signOut;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        signOut.of(PresentedCredentials.by(request));
        PageTemplate.addCookies(response, SessionCookies.forSignOut(request.isSecure()));
        PageTemplate.seeOther(response, "/login");
    }
}
