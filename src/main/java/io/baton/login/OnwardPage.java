package io.baton.login;

import io.baton.platform.Language;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * A page that leads on by itself, to the provider and back from it. For browsers that is not a redirect: cookies with SameSite=Strict are
 * sent although another site has led here, and the policy for forms (form-action) does not apply. Our redirects never leave this site.
 */
final class OnwardPage {
    private OnwardPage() {}

    /** @param title a key; {@code address} a local path, or the provider's */
    static void write(HttpServletRequest request, HttpServletResponse response, String title, String address)
            throws IOException {
        var language = Language.of(request.getParameter("lang"), request.getLocales());
        var link = "<p><a href=\"%1$s\">%2$s</a></p>\n"
                .formatted(PageTemplate.escape(address), PageTemplate.escape(language.text("login.onward")));
        PageTemplate.writeOnward(response, language, language.text(title), link, address);
    }
}
