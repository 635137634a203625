package io.baton.monitoring;

import io.baton.audit.Action;
import io.baton.audit.AuditLog;
import io.baton.cluster.Nodes;
import io.baton.http.JsonBody;
import io.baton.platform.Ids;
import io.baton.platform.Problem;
import io.baton.security.Caller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The nodes, and whether they are to be emptied. For admins. */
@RolesAllowed(Caller.ADMIN)
@Path("admin/nodes")
@Produces(MediaType.APPLICATION_JSON)
public class NodesResource {
    @Inject
    Nodes nodes;

    @Inject
    AuditLog audit;

    /** @param alive whether its last heartbeat is young enough; otherwise it has stopped, or its answers were taken over */
    public record NodeView(UUID id, Instant startedAt, Instant heartbeatAt, boolean alive, boolean draining) {
        static NodeView of(Nodes.State node) {
            return new NodeView(node.id(), node.startedAt(), node.heartbeatAt(), node.isAlive(), node.isDraining());
        }
    }

    /** Those of the last day; living ones first. */
    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    public List<NodeView> all() {
        return nodes.all().stream().map(NodeView::of).toList();
    }

    /** Empties a node, or lets it take answers again; it follows within its heartbeat. Repeats do nothing. */
    @PUT
    @Path("{id}/draining")
    @Consumes(MediaType.APPLICATION_JSON)
    @Transactional
    public void drain(@PathParam("id") String id, JsonObject body) {
        var wanted = new JsonBody(body)
                .flag("draining")
                .orElseThrow(() -> Problem.badField("draining", "problem.needed", "draining"));
        var node = Ids.parse("id", id);
        if (!nodes.drain(node, wanted)) {
            throw Problem.notFound("node", node);
        }
        audit.record(Action.NODE_DRAINED, "node:" + node, null, Map.of("draining", wanted));
    }
}
