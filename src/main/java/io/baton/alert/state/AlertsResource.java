package io.baton.alert.state;

import io.baton.http.Paging;
import io.baton.platform.Ids;
import io.baton.platform.Language;
import io.baton.platform.Problem;
import io.baton.security.Caller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The alerts, for admins. */
@RolesAllowed(Caller.ADMIN)
@Path("admin/alerts")
@Produces(MediaType.APPLICATION_JSON)
public class AlertsResource {
    private static final Set<AlertState> SHOWN = EnumSet.complementOf(EnumSet.of(AlertState.SUSPECTED));
    private static final String STATES = "open, worse, acknowledged, resolved";

    @Inject
    Alerts alerts;

    @Inject
    AlertSearch search;

    @Inject
    Clock clock;

    @Context
    SecurityContext security;

    @Context
    HttpHeaders headers;

    /** A page of alerts. */
    public record AlertPage(List<AlertView> alerts, int page, int limit, long total) {}

    /** Something that happened to an alert; {@code by} is absent unless it was an admin. */
    public record EventView(String kind, Instant at, double value, String by, boolean silenced) {
        static EventView of(AlertEventEntity event) {
            return new EventView(event.kind, event.at, event.value, event.byUser, event.silenced);
        }
    }

    /** An alert with its events, oldest first. */
    public record AlertHistory(AlertView alert, List<EventView> events) {}

    /** Newest first. {@code state}: some of the four states, comma-separated; by default all. */
    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    public AlertPage list(
            @QueryParam("page") String page,
            @QueryParam("limit") String limit,
            @QueryParam("state") String state,
            @QueryParam("rule") String rule) {
        var paging = Paging.of(page, limit);
        var found = search.search(
                states(state), rule == null ? null : RulesResource.rule(rule), paging.page(), paging.limit());
        var views = found.alerts().stream()
                .map(alert -> AlertView.of(alert, language()))
                .toList();
        return new AlertPage(views, paging.page(), paging.limit(), found.total());
    }

    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    @Path("{id}")
    public AlertHistory get(@PathParam("id") String id) {
        var alert = search.get(Ids.parse("id", id));
        return new AlertHistory(
                AlertView.of(alert, language()),
                search.events(alert.id).stream().map(EventView::of).toList());
    }

    /** Notes that the caller knows; nothing if somebody has done so before. */
    @POST
    @Path("{id}/acknowledgement")
    public AlertView acknowledge(@PathParam("id") String id) {
        var alert = Ids.parse("id", id);
        alerts.acknowledge(alert, Caller.of(security).userId(), clock.instant());
        return AlertView.of(search.get(alert), language());
    }

    private static Set<AlertState> states(String list) {
        if (list == null) {
            return SHOWN;
        }
        var states = EnumSet.noneOf(AlertState.class);
        for (var code : list.split(",", -1)) {
            states.add(SHOWN.stream()
                    .filter(state -> state.code().equals(code.strip()))
                    .findFirst()
                    .orElseThrow(() -> Problem.badField("state", "problem.choice", "state", STATES)));
        }
        return states;
    }

    private Language language() {
        return Language.accepted(headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
    }
}
