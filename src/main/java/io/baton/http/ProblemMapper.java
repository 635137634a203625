package io.baton.http;

import io.baton.platform.DatabaseFailure;
import io.baton.platform.Language;
import io.baton.platform.Problem;
import io.baton.platform.ProblemDetail;
import jakarta.json.Json;
import jakarta.json.stream.JsonParsingException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** The one place that turns what went wrong into {@code application/problem+json} (RFC 9457). */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
    public static final String MEDIA_TYPE = "application/problem+json";
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class.getName());

    @Context
    HttpHeaders headers;

    @Override
    public Response toResponse(Throwable thrown) {
        return toResponse(thrown, Language.accepted(headers.getHeaderString("Accept-Language")));
    }

    /** The same, also for those who answer outside of JAX-RS. */
    public static Response toResponse(Throwable thrown, Language language) {
        return switch (causeOf(thrown)) {
            case WebApplicationException http when http.getResponse().getStatus() < 400 -> http.getResponse();
            case Throwable wrong -> render(said(wrong, language), language);
        };
    }

    private static Response render(ProblemDetail said, Language language) {
        var body = Json.createObjectBuilder()
                .add("type", "about:blank")
                .add("title", said.title())
                .add("status", said.status())
                .add("detail", said.detail())
                .add("code", said.code());
        said.field().ifPresent(field -> body.add("field", field));
        said.retryAfter().ifPresent(seconds -> body.add("retryAfter", seconds));
        said.resetsAt().ifPresent(moment -> body.add("resetsAt", moment.toString()));
        return begin(said, language)
                .type(MEDIA_TYPE)
                .entity(body.build().toString())
                .build();
    }

    /** What went wrong, before it is written in either form. A bug is logged. */
    static ProblemDetail said(Throwable thrown, Language language) {
        return switch (causeOf(thrown)) {
            case Problem problem -> ProblemDetail.of(problem, language);
            case WebApplicationException http -> standard(http.getResponse(), language);
            case JsonParsingException broken ->
                ProblemDetail.of(Problem.badField("body", "problem.json", at(broken)), language);
            case Throwable other ->
                DatabaseFailure.of(other)
                        .map(away -> ProblemDetail.of(away, language))
                        .orElseGet(() -> bug(other, language));
        };
    }

    private static Throwable causeOf(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem || cause instanceof JsonParsingException) {
                return cause;
            }
        }
        return thrown;
    }

    private static String at(JsonParsingException broken) {
        var where = broken.getLocation();
        return where == null
                ? "unknown place"
                : "line " + where.getLineNumber() + ", column " + where.getColumnNumber();
    }

    private static ProblemDetail standard(Response standard, Language language) {
        var known = "problem.status." + standard.getStatus();
        var other = standard.getStatus() < 500 ? "problem.status.400" : "problem.status.500";
        var text = language.text(language.has(known) ? known : other);
        var allow = Optional.ofNullable(standard.getHeaderString("Allow"));
        return ProblemDetail.plain(standard.getStatus(), codeOf(standard.getStatus()), text, text, allow);
    }

    /** That of our own problem of this status where there is one; else the status in words. */
    private static String codeOf(int status) {
        var standard = Response.Status.fromStatusCode(status);
        return Stream.of(Problem.Kind.values())
                .filter(kind -> kind.status() == status)
                .findFirst()
                .map(Enum::name)
                .orElse(standard == null ? "UNKNOWN_ERROR" : standard.name());
    }

    /** Status and headers, which both forms have. */
    static Response.ResponseBuilder begin(ProblemDetail said, Language language) {
        var response = Response.status(said.status())
                .header(HttpHeaders.CONTENT_LANGUAGE, language.tag())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
        said.retryAfter().ifPresent(seconds -> response.header(HttpHeaders.RETRY_AFTER, seconds));
        said.allow().ifPresent(methods -> response.header(HttpHeaders.ALLOW, methods));
        if (said.code().equals(Problem.Kind.NOT_SIGNED_IN.name())) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return response;
    }

    private static ProblemDetail bug(Throwable bug, Language language) {
        var incident = UUID.randomUUID();
        var level = bug instanceof ProcessingException ? Level.WARNING : Level.SEVERE;
        DatabaseFailure.log(LOG, level, "incident " + incident, bug);
        return ProblemDetail.plain(
                500,
                "UNKNOWN_ERROR",
                language.text("problem.status.500"),
                language.text("problem.incident", incident),
                Optional.empty());
    }
}
