package io.baton.login;

import io.baton.oidc.FlowResult.Why;
import io.baton.platform.Language;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The page of a sign-in at the provider that came to nothing, with a link to begin another one. */
final class SignInFailure {
    private static final String RETRY_AFTER_SECONDS = "10";

    private SignInFailure() {}

    /** @param next a local path */
    static void write(HttpServletRequest request, HttpServletResponse response, Why why, String next)
            throws IOException {
        var language = Language.of(request.getParameter("lang"), request.getLocales());
        response.setStatus(why.status());
        if (why == Why.AWAY) {
            response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
        }
        var content = """
                <p role="alert">%s</p>
                <p><a href="%s">%s</a></p>
                """.formatted(
                        PageTemplate.escape(language.text("login.failed." + why)),
                        PageTemplate.escape(ProviderLogin.PATH + "?next=" + encoded(next)),
                        PageTemplate.escape(language.text("login.again")));
        PageTemplate.write(response, language, language.text("login.failed"), content);
    }

    private static String encoded(String next) {
        return URLEncoder.encode(next, StandardCharsets.UTF_8);
    }
}
