package io.baton.login;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.regex.Pattern;

/** Our own addresses, as the browser has them. */
final class SiteUrl {
    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");

    private SiteUrl() {}

    /** @param path local */
    static URI of(HttpServletRequest request, String path) {
        var host = request.getHeader("Host");
        var authority = host != null && HOST.matcher(host).matches() ? host : request.getServerName();
        return URI.create(request.getScheme() + "://" + authority + path);
    }
}
