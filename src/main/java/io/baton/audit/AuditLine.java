package io.baton.audit;

import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * A record as it is shown. Null: there is none, or it is not known.
 *
 * @param seq      in the order of writing
 * @param userId   of who acted; null: Baton itself, or somebody who was erased
 * @param person   the pseudonym of somebody who was erased
 * @param before   JSON, in which users are named by their ids, or by pseudonyms
 */
public record AuditLine(
        long seq,
        Instant at,
        String userId,
        String name,
        String address,
        UUID person,
        String proof,
        String credential,
        String action,
        String subject,
        JsonValue before,
        JsonValue after,
        UUID node,
        String traceId) {
    /** In the order of {@link #values}. */
    static final List<String> NAMES = List.of(
            "seq",
            "at",
            "userId",
            "name",
            "address",
            "person",
            "proof",
            "credential",
            "action",
            "subject",
            "before",
            "after",
            "node",
            "traceId");

    List<Object> values() {
        return Arrays.asList(
                seq,
                at,
                userId,
                name,
                address,
                person,
                proof,
                credential,
                action,
                subject,
                text(before),
                text(after),
                node,
                traceId);
    }

    private static String text(JsonValue json) {
        return json == null ? null : json.toString();
    }
}
