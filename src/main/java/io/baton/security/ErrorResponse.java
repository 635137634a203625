package io.baton.security;

import io.baton.http.OpenAiError;
import io.baton.http.ProblemMapper;
import io.baton.platform.Language;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes an error outside of JAX-RS, with the status, headers and body that JAX-RS would write. */
public final class ErrorResponse {
    private ErrorResponse() {}

    /** Whether programs call this path, which must never get a page or a redirect. */
    public static boolean isApi(String path) {
        return path.startsWith("/api/") || path.equals("/api") || isOpenAi(path);
    }

    /** Whether OpenAI's clients call this path; they know one format of errors and no cookies. */
    static boolean isOpenAi(String path) {
        return path.startsWith("/v1/") || path.equals("/v1");
    }

    /** @param to the response to {@code request}, whose language it gets */
    public static void write(HttpServletRequest request, HttpServletResponse to, Exception why) {
        write(RequestPath.of(request), request, to, why);
    }

    /** @param path the requested one, where {@code request} was forwarded and has another */
    public static void write(String path, HttpServletRequest request, HttpServletResponse to, Exception why) {
        var language = Language.accepted(request.getHeader("Accept-Language"));
        var refusal = isOpenAi(path) ? OpenAiError.toResponse(why, language) : ProblemMapper.toResponse(why, language);
        to.setStatus(refusal.getStatus());
        refusal.getStringHeaders().forEach((name, values) -> values.forEach(value -> to.setHeader(name, value)));
        to.setCharacterEncoding("UTF-8");
        to.setHeader("Cache-Control", "no-store");
        to.setHeader("X-Content-Type-Options", "nosniff");
        try {
            to.getWriter().print(refusal.getEntity());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
