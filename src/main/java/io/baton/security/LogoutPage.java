package io.baton.security;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Signs a browser out; only by POST, so that no link or image does it. */
@WebServlet("/logout")
public class LogoutPage extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        Page.set(response, SessionCookies.forNobody(request.isSecure()));
        Page.seeOther(response, "/login");
    }
}
