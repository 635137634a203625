package io.baton.statistics;

import io.baton.platform.Problem;
import io.baton.security.Caller;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;

/** Compares the live counters in Redis with the roll-up, and rebuilds them. For admins. */
@Path("admin/live-figures")
@Produces(MediaType.APPLICATION_JSON)
public class LiveCountersResource {
    @Inject
    CounterAudit audit;

    @Context
    SecurityContext security;

    /** The last comparison; {@code at} is absent if there was none yet. */
    public record DriftView(Instant at, int compared, int drifting, long repaired) {
        static DriftView of(CounterAudit.Report report) {
            return new DriftView(report.at(), report.compared(), report.drifting(), report.repaired());
        }
    }

    /** @param hashes number of hashes written */
    public record Rebuilt(int hashes) {}

    @GET
    public DriftView drift() {
        admin();
        return DriftView.of(audit.last());
    }

    /** Compares now, which takes two seconds, and repairs what differs. */
    @POST
    @Path("comparison")
    public DriftView compare() throws InterruptedException {
        admin();
        return DriftView.of(audit.compare());
    }

    @POST
    @Path("rebuild")
    public Rebuilt rebuild() {
        admin();
        return new Rebuilt(audit.rebuild());
    }

    private void admin() {
        if (!Caller.of(security).isAdmin()) {
            throw Problem.forbidden("problem.admin-figures");
        }
    }
}
