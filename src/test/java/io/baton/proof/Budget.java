package io.baton.proof;

import io.baton.dev.TestServer;
import io.baton.testing.Api;
import jakarta.json.Json;
import java.util.List;

/** Sets budgets that are never reached, so that every hold is on accounts of user and site. */
final class Budget {
    private Budget() {}

    static void forEverybody() {
        var issuer = TestServer.running().issuer();
        var admin = Api.bearing(issuer.sign(issuer.claims("proof-admin", "admin")));
        var limits = Json.createObjectBuilder()
                .add("dayLimit", 100_000)
                .add("monthLimit", 1_000_000)
                .build();
        for (var owner : List.of("default", "site")) {
            admin.put("/api/admin/budgets/" + owner, limits).with(200);
        }
    }
}
