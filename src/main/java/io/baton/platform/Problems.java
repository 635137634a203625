package io.baton.platform;

import jakarta.json.Json;
import jakarta.json.stream.JsonParsingException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The one place that turns what went wrong into {@code application/problem+json} (RFC 9457). */
@Provider
public class Problems implements ExceptionMapper<Throwable> {
    public static final String MEDIA_TYPE = "application/problem+json";
    private static final Logger LOG = Logger.getLogger(Problems.class.getName());

    @Override
    public Response toResponse(Throwable thrown) {
        return switch (causeOf(thrown)) {
            case Problem problem -> render(problem);
            case WebApplicationException http -> renderStandard(http.getResponse());
            case JsonParsingException broken ->
                render(Problem.badField("body", "The body is not well-formed JSON (" + at(broken) + ")."));
            case Throwable bug -> renderBug(bug);
        };
    }

    /** The problem as a response; also for those who answer outside of JAX-RS. */
    public static Response render(Problem problem) {
        var kind = problem.kind();
        var body = Json.createObjectBuilder()
                .add("type", "about:blank")
                .add("title", kind.title())
                .add("status", kind.status())
                .add("detail", problem.getMessage())
                .add("code", kind.name());
        problem.field().ifPresent(field -> body.add("field", field));
        var response = Response.status(kind.status()).type(MEDIA_TYPE);
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

    private static Response renderStandard(Response standard) {
        if (standard.getStatus() < 400) {
            return standard;
        }
        var reason = Response.Status.fromStatusCode(standard.getStatus());
        var title = reason == null ? "Error" : reason.getReasonPhrase();
        var body = Json.createObjectBuilder()
                .add("type", "about:blank")
                .add("title", title)
                .add("status", standard.getStatus())
                .add("detail", detailOf(standard.getStatus(), title))
                .build();
        var response = Response.status(standard.getStatus()).type(MEDIA_TYPE).entity(body.toString());
        var allow = standard.getHeaderString("Allow");
        return (allow == null ? response : response.header("Allow", allow)).build();
    }

    private static String detailOf(int status, String title) {
        return switch (status) {
            case 403 -> "This is not for you.";
            case 404 -> "There is nothing at this path.";
            case 405 -> "This path does not know that method.";
            case 406 -> "None of the media types in Accept can be given.";
            case 415 -> "Content-Type must be application/json.";
            default -> title;
        };
    }

    private static Response renderBug(Throwable bug) {
        var incident = UUID.randomUUID();
        LOG.log(bug instanceof ProcessingException ? Level.WARNING : Level.SEVERE, "incident " + incident, bug);
        var body = Json.createObjectBuilder()
                .add("type", "about:blank")
                .add("title", "Something went wrong here")
                .add("status", 500)
                .add("detail", "The incident was logged as " + incident + ".")
                .add("code", "UNKNOWN_ERROR")
                .build();
        return Response.serverError().type(MEDIA_TYPE).entity(body.toString()).build();
    }
}
