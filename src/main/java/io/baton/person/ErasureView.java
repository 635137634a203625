package io.baton.person;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Instant;
import java.util.UUID;

/**
 * An erasure as it is shown.
 *
 * @param userId     absent once it is finished
 * @param finishedAt absent before
 */
public record ErasureView(UUID id, String userId, Instant requestedAt, Instant finishedAt) {
    static ErasureView of(ErasureEntity row) {
        return new ErasureView(row.id, row.userId, row.requestedAt, row.finishedAt);
    }

    static Response accepted(ErasureEntity row) {
        return Response.accepted(of(row)).build();
    }

    static Response file(StreamingOutput export) {
        return Response.ok(export, "application/json;charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"data.json\"")
                .header("Cache-Control", "no-store")
                .build();
    }
}
