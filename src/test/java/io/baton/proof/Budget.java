package io.baton.proof;

import io.baton.dev.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** Sets budgets that are never reached, so that every hold is on accounts of user and site. */
final class Budget {
    private Budget() {}

    static void forEverybody() throws Exception {
        var issuer = TestServer.running().issuer();
        var admin = issuer.sign(issuer.claims("proof-admin", "admin"));
        try (var http = HttpClient.newHttpClient()) {
            for (var owner : List.of("default", "site")) {
                var request = HttpRequest.newBuilder(
                                URI.create(TestServer.running().url() + "/api/admin/budgets/" + owner))
                        .header("Authorization", "Bearer " + admin)
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString("{\"dayLimit\": 100000, \"monthLimit\": 1000000}"))
                        .build();
                var status = http.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                if (status != 200) {
                    throw new IllegalStateException("the budget could not be set: " + status);
                }
            }
        }
    }
}
