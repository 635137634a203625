package io.baton.alert.state;

import io.baton.http.JsonBody;
import io.baton.platform.Ids;
import io.baton.platform.Problem;
import io.baton.security.Caller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Keeps channels quiet for a time. */
@RolesAllowed(Caller.ADMIN)
@Path("admin/alerts/silences")
@Produces(MediaType.APPLICATION_JSON)
public class SilencesResource {
    private static final Duration LONGEST = Duration.ofDays(90);
    private static final int LONGEST_TEXT = 100;
    private static final int LONGEST_REASON = 200;

    @Inject
    Silences silences;

    @Inject
    Clock clock;

    @Context
    SecurityContext security;

    /** A silence. Without {@code rule} it is of all rules, without {@code subject} of all subjects. */
    public record SilenceView(
            String id, String rule, String subject, Instant until, String reason, Instant createdAt, String createdBy) {
        static SilenceView of(SilenceEntity row) {
            return new SilenceView(
                    row.id.toString(), row.rule, row.subject, row.until, row.reason, row.createdAt, row.createdBy);
        }
    }

    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    public List<SilenceView> all() {
        return silences.current(clock.instant()).stream().map(SilenceView::of).toList();
    }

    /** Body: {@code {"rule":"error-rate","subject":"model:qwen2.5","for":"PT1H","reason":"maintenance"}}; only {@code for} is required. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public SilenceView add(JsonObject json) {
        var body = new JsonBody(json);
        var period = body.duration("for").orElseThrow(() -> Problem.badField("for", "problem.needed", "for"));
        if (period.compareTo(LONGEST) > 0) {
            throw Problem.badField("for", "problem.at-most", "for", LONGEST);
        }
        var now = clock.instant();
        var silence = new SilenceEntity(
                Ids.next(),
                rule(body),
                text(body, "subject", LONGEST_TEXT),
                now.plus(period),
                text(body, "reason", LONGEST_REASON),
                now,
                Caller.of(security).userId());
        silences.add(silence);
        return SilenceView.of(silence);
    }

    @DELETE
    @Path("{id}")
    public void end(@PathParam("id") String id) {
        silences.end(Ids.parse("id", id), clock.instant());
    }

    private static String rule(JsonBody body) {
        return body.text("rule")
                .map(code -> AlertRule.of(code)
                        .orElseThrow(() -> Problem.badField("rule", "problem.one-of", "rule", RulesResource.known())))
                .map(AlertRule::code)
                .orElse(null);
    }

    private static String text(JsonBody body, String member, int longest) {
        var text = body.text(member).orElse(null);
        if (text != null && (text.isBlank() || text.length() > longest)) {
            throw Problem.badField(member, "problem.length", member, longest);
        }
        return text;
    }
}
