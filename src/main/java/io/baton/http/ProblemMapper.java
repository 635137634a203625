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

/** The only place that renders errors as {@code application/problem+json} (RFC 9457). */
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

    /** For code outside of JAX-RS, too. */
    public static Response toResponse(Throwable thrown, Language language) {
        return switch (causeOf(thrown)) {
            case WebApplicationException http when http.getResponse().getStatus() < 400 -> http.getResponse();
            case Throwable wrong -> render(detailOf(wrong, language), language);
        };
    }

    private static Response render(ProblemDetail detail, Language language) {
        var body = Json.createObjectBuilder()
                .add("type", "about:blank")
                .add("title", detail.title())
                .add("status", detail.status())
                .add("detail", detail.detail())
                .add("code", detail.code());
        detail.field().ifPresent(field -> body.add("field", field));
        detail.retryAfter().ifPresent(seconds -> body.add("retryAfter", seconds));
        detail.resetsAt().ifPresent(moment -> body.add("resetsAt", moment.toString()));
        return begin(detail, language)
                .type(MEDIA_TYPE)
                .entity(body.build().toString())
                .build();
    }

    /** The error before it is rendered in either format. Logs unexpected exceptions. */
    static ProblemDetail detailOf(Throwable thrown, Language language) {
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

    /** The code of our own problem with this status if there is one; otherwise the name of the status. */
    private static String codeOf(int status) {
        var standard = Response.Status.fromStatusCode(status);
        return Stream.of(Problem.Kind.values())
                .filter(kind -> kind.status() == status)
                .findFirst()
                .map(Enum::name)
                .orElse(standard == null ? "UNKNOWN_ERROR" : standard.name());
    }

    /** Status and headers, common to both formats. */
    static Response.ResponseBuilder begin(ProblemDetail detail, Language language) {
        var response = Response.status(detail.status())
                .header(HttpHeaders.CONTENT_LANGUAGE, language.tag())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
        detail.retryAfter().ifPresent(seconds -> response.header(HttpHeaders.RETRY_AFTER, seconds));
        detail.allow().ifPresent(methods -> response.header(HttpHeaders.ALLOW, methods));
        if (detail.code().equals(Problem.Kind.NOT_SIGNED_IN.name())) {
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
