package io.baton.statistics;

import io.baton.audit.Action;
import io.baton.audit.AuditLog;
import io.baton.security.Caller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;

/** Compares the live counters in Redis with the roll-up, and rebuilds them. For admins. */
@RolesAllowed(Caller.ADMIN)
@Path("admin/live-figures")
@Produces(MediaType.APPLICATION_JSON)
public class LiveCountersResource {
    @Inject
    CounterAudit counters;

    @Inject
    AuditLog audit;

    /** The last comparison; {@code at} is absent if there was none yet. */
    public record DriftView(Instant at, int compared, int drifting, long repaired) {
        static DriftView of(CounterAudit.Report report) {
            return new DriftView(report.at(), report.compared(), report.drifting(), report.repaired());
        }
    }

    /** @param hashes number of hashes written */
    public record Rebuilt(int hashes) {}

    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    public DriftView drift() {
        return DriftView.of(counters.last());
    }

    /** Compares now, which takes two seconds, and repairs what differs. */
    @POST
    @Path("comparison")
    public DriftView compare() throws InterruptedException {
        audit.record(Action.LIVE_FIGURES_COMPARED, null, null, null);
        return DriftView.of(counters.compare());
    }

    @POST
    @Path("rebuild")
    public Rebuilt rebuild() {
        audit.record(Action.LIVE_FIGURES_REBUILT, null, null, null);
        return new Rebuilt(counters.rebuild());
    }
}
