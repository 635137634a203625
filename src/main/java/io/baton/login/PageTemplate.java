package io.baton.login;

import io.baton.platform.Language;
import io.baton.security.SetCookie;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** The layout of the pages that need no sign-in. */
final class PageTemplate {
    private PageTemplate() {}

    /**
     * @param title   text
     * @param content HTML, in which everything that comes from outside is escaped
     */
    static void write(HttpServletResponse response, Language language, String title, String content)
            throws IOException {
        write(response, language, title, content, "");
    }

    /** @param address to which the browser goes on by itself */
    static void writeOnward(
            HttpServletResponse response, Language language, String title, String content, String address)
            throws IOException {
        var refresh = "<meta http-equiv=\"refresh\" content=\"0; url=%s\">\n".formatted(escape(address));
        write(response, language, title, content, refresh);
    }

    private static void write(
            HttpServletResponse response, Language language, String title, String content, String head)
            throws IOException {
        response.setContentType("text/html");
        response.setCharacterEncoding("UTF-8");
        setHeaders(response);
        response.getWriter().print("""
                <!DOCTYPE html>
                <html lang="%s">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s · Baton</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml">
                <link rel="stylesheet" href="/css/login.css">
                %s</head>
                <body>
                <main>
                <h1>%s</h1>
                %s</main>
                </body>
                </html>
                """.formatted(language.tag(), escape(title), head, escape(title), content));
    }

    /** Allows no scripts. With a referrer policy of none, browsers would send our own forms with the origin "null". */
    private static void setHeaders(HttpServletResponse response) {
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
                        + " frame-ancestors 'none'");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Vary", "Accept-Language");
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    static void addCookies(HttpServletResponse response, List<SetCookie> cookies) {
        cookies.forEach(cookie -> response.addHeader(SetCookie.HEADER, cookie.header()));
    }

    static void seeOther(HttpServletResponse response, String path) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", path);
        response.setHeader("Cache-Control", "no-store");
    }
}
