package io.baton.login;

import io.baton.oidc.OpenIdProvider;
import io.baton.platform.Language;
import io.baton.security.BasicCredentials;
import io.baton.security.Identity;
import io.baton.security.LocalPath;
import io.baton.security.SessionCookies;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The page on which embedded users sign in, where these are on; it works without scripts. */
@WebServlet(urlPatterns = "/login", asyncSupported = true)
public class LoginPage extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String NEXT = "next";
    private static final int TOO_MANY_REQUESTS = 429;

    @Inject
    transient PasswordSignIn passwords;

    @Inject
    transient SessionCookies cookies;

    @Inject
    transient OpenIdProvider provider;

    /** Where there is only one way to sign in, and a page to go to, it needs no click. */
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (provider.isConfigured()
                && !passwords.isOn()
                && request.getParameter(NEXT) != null
                && request.getParameter("lang") == null) {
            PageTemplate.seeOther(response, providerPath(LocalPath.of(request.getParameter(NEXT))));
        } else {
            show(request, response, "");
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.setCharacterEncoding("UTF-8");
        if (!passwords.isOn()) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            show(request, response, "");
            return;
        }
        var given = new BasicCredentials(given(request, "username"), given(request, "password"));
        switch (passwords.attempt(given, request)) {
            case SignInResult.SignedIn(var identity, var device) -> signIn(identity, device, request, response);
            case SignInResult.Wrong() -> {
                response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
                show(request, response, "login.wrong");
            }
            case SignInResult.Away() -> {
                response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
                show(request, response, "login.away");
            }
            case SignInResult.TooMany tooMany -> {
                response.setStatus(TOO_MANY_REQUESTS);
                response.setHeader("Retry-After", Long.toString(tooMany.seconds()));
                show(request, response, "login.too-many", tooMany.seconds());
            }
        }
    }

    private void signIn(Identity identity, String device, HttpServletRequest request, HttpServletResponse response) {
        PageTemplate.addCookies(response, cookies.forSession(identity, request.isSecure()));
        PageTemplate.addCookies(response, List.of(cookies.forDevice(device, request.isSecure())));
        PageTemplate.seeOther(response, LocalPath.of(request.getParameter(NEXT)));
    }

    private void show(HttpServletRequest request, HttpServletResponse response, String message, Object... values)
            throws IOException {
        var language = Language.of(request.getParameter("lang"), request.getLocales());
        var next = LocalPath.of(request.getParameter(NEXT));
        var name = Objects.requireNonNullElse(request.getParameter("username"), "");
        var said = message.isEmpty() ? "" : language.text(message, values);
        var elsewhere = provider.isConfigured() ? linkToProvider(language, next) : "";
        var here = passwords.isOn() ? form(language, said, name, next) : "";
        var content = (here + elsewhere).isEmpty() ? noForm(language) : here + elsewhere;
        PageTemplate.write(response, language, language.text("login.title"), content + otherLanguage(language, next));
    }

    private static String form(Language language, String message, String name, String next) {
        var alert = message.isEmpty() ? "" : "<p role=\"alert\">" + PageTemplate.escape(message) + "</p>";
        return """
                %s
                <form method="post" action="/login">
                  <input type="hidden" name="lang" value="%s">
                  <input type="hidden" name="next" value="%s">
                  <label for="username">%s</label>
                  <input id="username" name="username" value="%s" autocomplete="username" required autofocus>
                  <label for="password">%s</label>
                  <input id="password" name="password" type="password" autocomplete="current-password" required>
                  <button>%s</button>
                </form>
                """.formatted(
                        alert,
                        language.code(),
                        PageTemplate.escape(next),
                        PageTemplate.escape(language.text("login.username")),
                        PageTemplate.escape(name),
                        PageTemplate.escape(language.text("login.password")),
                        PageTemplate.escape(language.text("login.submit")));
    }

    private static String linkToProvider(Language language, String next) {
        return "<p><a class=\"button\" href=\"%s\">%s</a></p>\n"
                .formatted(
                        PageTemplate.escape(providerPath(next) + "&lang=" + language.code()),
                        PageTemplate.escape(language.text("login.provider")));
    }

    private static String providerPath(String next) {
        return ProviderLogin.PATH + "?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
    }

    private static String noForm(Language language) {
        return "<p>" + PageTemplate.escape(language.text("login.elsewhere")) + "</p>\n";
    }

    private static String otherLanguage(Language language, String next) {
        var other = language.other();
        var query = "lang=" + other.code() + "&next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        return "<p><a href=\"/login?%s\" lang=\"%s\" hreflang=\"%s\">%s</a></p>\n"
                .formatted(
                        PageTemplate.escape(query),
                        other.tag(),
                        other.tag(),
                        PageTemplate.escape(other.text("language.name")));
    }

    private static String given(HttpServletRequest request, String field) {
        return Objects.requireNonNullElse(request.getParameter(field), "");
    }
}
