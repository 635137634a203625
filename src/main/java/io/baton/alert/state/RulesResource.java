package io.baton.alert.state;

import io.baton.http.JsonBody;
import io.baton.http.Version;
import io.baton.platform.Language;
import io.baton.platform.Problem;
import io.baton.security.Caller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The rules and their limits. */
@RolesAllowed(Caller.ADMIN)
@Path("admin/alerts/rules")
@Produces(MediaType.APPLICATION_JSON)
public class RulesResource {
    private static final double MOST_VOLUME = 1_000_000;
    private static final int MOST_IN_A_ROW = 100;

    @Inject
    RuleStore rules;

    @Context
    SecurityContext security;

    @Context
    HttpHeaders headers;

    @Context
    HttpServletResponse response;

    /**
     * A rule.
     *
     * @param below   whether it alerts when the value is at most the limit, otherwise when it is at least the limit
     * @param shipped whether these limits are the shipped ones
     */
    public record RuleView(
            String rule,
            String name,
            String unit,
            boolean below,
            boolean enabled,
            double limit,
            double worse,
            double leastVolume,
            int inARow,
            boolean shipped) {}

    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    public List<RuleView> all() {
        var limits = rules.all();
        return Arrays.stream(AlertRule.values())
                .map(rule -> view(rule, limits.get(rule)))
                .toList();
    }

    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    @Path("{rule}")
    public RuleView get(@PathParam("rule") String code) {
        var rule = rule(code);
        return tagged(rule, rules.all().get(rule));
    }

    /** Sets the limits of a rule; an absent member gets its shipped value. In effect at the next evaluation. */
    @PUT
    @Path("{rule}")
    @Consumes(MediaType.APPLICATION_JSON)
    public RuleView put(
            @PathParam("rule") String code, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, JsonObject json) {
        var rule = rule(code);
        var limits = limits(rule, new JsonBody(json));
        rules.set(rule, limits, Caller.of(security).userId(), ifMatch);
        return tagged(rule, limits);
    }

    /** Makes the limits those that are shipped. */
    @DELETE
    @Path("{rule}")
    public void reset(@PathParam("rule") String code, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
        rules.reset(rule(code), ifMatch);
    }

    private RuleView tagged(AlertRule rule, RuleLimits limits) {
        response.setHeader(HttpHeaders.ETAG, Version.of(limits).tag());
        return view(rule, limits);
    }

    private static RuleLimits limits(AlertRule rule, JsonBody body) {
        var shipped = rule.shipped();
        var most = rule.unit().most();
        var limits = new RuleLimits(
                body.flag("enabled").orElse(true),
                body.number("limit", 0, most).orElse(shipped.limit()),
                body.number("worse", 0, most).orElse(shipped.worse()),
                body.number("leastVolume", 0, MOST_VOLUME).orElse(shipped.leastVolume()),
                body.wholeNumber("inARow", 1, MOST_IN_A_ROW).orElse(shipped.inARow()));
        if (limits.limit() == 0 && !rule.isBelow()) {
            throw Problem.badField("limit", "problem.limit-zero");
        }
        if (!rule.isBeyond(limits.worse(), limits.limit())) {
            throw rule.isBelow()
                    ? Problem.badField("worse", "problem.worse-below")
                    : Problem.badField("worse", "problem.worse-above");
        }
        return limits;
    }

    private RuleView view(AlertRule rule, RuleLimits limits) {
        return new RuleView(
                rule.code(),
                Language.accepted(headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE))
                        .text("alert.rule." + rule.code()),
                rule.unit().code(),
                rule.isBelow(),
                limits.enabled(),
                limits.limit(),
                limits.worse(),
                limits.leastVolume(),
                limits.inARow(),
                limits.equals(rule.shipped()));
    }

    /** @throws Problem naming the rules that there are */
    static AlertRule rule(String code) {
        return AlertRule.of(code).orElseThrow(() -> Problem.unknown("rule", "problem.one-of", "rule", known()));
    }

    static String known() {
        return Arrays.stream(AlertRule.values()).map(AlertRule::code).collect(Collectors.joining(", "));
    }
}
