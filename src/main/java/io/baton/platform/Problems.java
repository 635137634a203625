package io.baton.platform;

import jakarta.json.Json;
import jakarta.json.stream.JsonParsingException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** The one place that turns what went wrong into {@code application/problem+json} (RFC 9457). */
@Provider
public class Problems implements ExceptionMapper<Throwable> {
    public static final String MEDIA_TYPE = "application/problem+json";
    private static final Logger LOG = Logger.getLogger(Problems.class.getName());

    @Context
    HttpHeaders headers;

    @Override
    public Response toResponse(Throwable thrown) {
        return toResponse(thrown, Language.accepted(headers.getHeaderString("Accept-Language")));
    }

    /** The same, also for those who answer outside of JAX-RS. */
    public static Response toResponse(Throwable thrown, Language language) {
        return switch (causeOf(thrown)) {
            case Problem problem -> render(problem, language);
            case WebApplicationException http -> renderStandard(http.getResponse(), language);
            case JsonParsingException broken -> render(Problem.badField("body", "problem.json", at(broken)), language);
            case Throwable other ->
                DatabaseAway.of(other).map(away -> render(away, language)).orElseGet(() -> renderBug(other, language));
        };
    }

    private static Response render(Problem problem, Language language) {
        var kind = problem.kind();
        var body = Json.createObjectBuilder()
                .add("type", "about:blank")
                .add("title", kind.title(language))
                .add("status", kind.status())
                .add("detail", problem.detail(language))
                .add("code", kind.name());
        problem.field().ifPresent(field -> body.add("field", field));
        var response = begin(kind.status(), language);
        problem.retryAfter().ifPresent(wait -> {
            var seconds = Math.max(1, wait.plusMillis(999).toSeconds());
            body.add("retryAfter", seconds);
            response.header("Retry-After", seconds);
        });
        problem.resetsAt().ifPresent(moment -> body.add("resetsAt", moment.toString()));
        if (kind == Problem.Kind.NOT_SIGNED_IN) {
            response.header("WWW-Authenticate", "Bearer");
        }
        return response.entity(body.build().toString()).build();
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

    private static Response renderStandard(Response standard, Language language) {
        if (standard.getStatus() < 400) {
            return standard;
        }
        var known = "problem.status." + standard.getStatus();
        var other = standard.getStatus() < 500 ? "problem.status.400" : "problem.status.500";
        var text = language.text(language.has(known) ? known : other);
        var body = Json.createObjectBuilder()
                .add("type", "about:blank")
                .add("title", text)
                .add("status", standard.getStatus())
                .add("detail", text)
                .add("code", codeOf(standard.getStatus()))
                .build();
        var response = begin(standard.getStatus(), language).entity(body.toString());
        var allow = standard.getHeaderString("Allow");
        return (allow == null ? response : response.header("Allow", allow)).build();
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

    private static Response.ResponseBuilder begin(int status, Language language) {
        return Response.status(status)
                .type(MEDIA_TYPE)
                .header(HttpHeaders.CONTENT_LANGUAGE, language.tag())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
    }

    private static Response renderBug(Throwable bug, Language language) {
        var incident = UUID.randomUUID();
        LOG.log(bug instanceof ProcessingException ? Level.WARNING : Level.SEVERE, "incident " + incident, bug);
        var body = Json.createObjectBuilder()
                .add("type", "about:blank")
                .add("title", language.text("problem.status.500"))
                .add("status", 500)
                .add("detail", language.text("problem.incident", incident))
                .add("code", "UNKNOWN_ERROR")
                .build();
        return begin(500, language).entity(body.toString()).build();
    }
}
