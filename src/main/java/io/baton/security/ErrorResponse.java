package io.baton.security;

import io.baton.http.OpenAiError;
import io.baton.http.ProblemMapper;
import io.baton.platform.Language;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Refuses before JAX-RS is reached, or where there is none, in the same words that it would use. */
public final class ErrorResponse {
    private ErrorResponse() {}

    /** Whether programs call this path, who must never get a page or a redirect. */
    public static boolean isApi(String path) {
        return path.startsWith("/api/") || path.equals("/api") || isOpenAi(path);
    }

    /** Whether clients of OpenAI call it, who know one form of errors and no cookies. */
    static boolean isOpenAi(String path) {
        return path.startsWith("/v1/") || path.equals("/v1");
    }

    /** @param to answers {@code request}, in its language */
    public static void write(HttpServletRequest request, HttpServletResponse to, Exception why) {
        write(RequestPath.of(request), request, to, why);
    }

    /** @param path that was asked for, where the request itself shows another */
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
