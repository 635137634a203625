package io.baton.statistics;

import io.baton.ledger.Period;
import io.baton.security.Caller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.ZoneOffset;

/** The cost of failover, for admins. */
@RolesAllowed(Caller.ADMIN)
@Path("admin/failover")
@Produces(MediaType.APPLICATION_JSON)
public class FailoverResource {
    @Inject
    FailoverCost failovers;

    @Inject
    Clock clock;

    /** @param start and end as in the statistics; UTC */
    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    public FailoverCost.Report failover(@QueryParam("start") String start, @QueryParam("end") String end) {
        return failovers.report(Period.parse(start, end, ZoneOffset.UTC, clock.instant()));
    }
}
