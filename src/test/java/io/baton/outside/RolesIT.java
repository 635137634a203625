package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baton.dev.TestServer;
import io.baton.outside.Operations.Operation;
import io.baton.testing.Api;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every call that there is, by everybody who may make it or not. */
class RolesIT {
    private static final String UNSIGNED = "unsigned";
    private static final Set<String> SIGNED_IN = Set.of("user", "author", "auditor", "admin");

    /** What no token lets through: this call takes name and password. */
    private static final String PASSWORD = "POST /api/auth/token";

    /** What is for everybody. */
    private static final Set<String> OPEN = Set.of("GET /.well-known/jwks.json");

    /** The rule; all else is for whoever is signed in. */
    private static Set<String> admitted(Operation call) {
        if (call.name().equals(PASSWORD)) {
            return Set.of();
        }
        if (OPEN.contains(call.name())) {
            return Set.of(UNSIGNED, "user", "author", "auditor", "admin");
        }
        if (call.path().startsWith("/api/admin/")) {
            return call.isRead() ? Set.of("auditor", "admin") : Set.of("admin");
        }
        return SIGNED_IN;
    }

    @Test
    void everyCallAdmitsWhomItShould() throws IOException, InterruptedException {
        Map<String, Set<String>> expected = new LinkedHashMap<>();
        Map<String, Set<String>> found = new LinkedHashMap<>();
        for (var call : Operations.all()) {
            expected.put(call.name(), admitted(call));
            var admits = new LinkedHashSet<String>();
            for (var role : new String[] {UNSIGNED, "user", "author", "auditor", "admin"}) {
                if (admits(call, role)) {
                    admits.add(role);
                }
            }
            found.put(call.name(), Set.copyOf(admits));
        }
        assertEquals(expected, found);
    }

    /** Nothing that a call is about exists, and no body is complete, so that whoever is admitted does no harm. */
    private static boolean admits(Operation call, String role) throws IOException, InterruptedException {
        var path = call.path().replaceAll("\\{[^}]*}", UUID.randomUUID().toString());
        JsonObject body = call.body().isPresent() ? Json.createObjectBuilder().build() : null;
        var response = caller(role).begin(call.method(), path, body);
        response.body().close();
        var status = response.statusCode();
        if (role.equals(UNSIGNED) && !OPEN.contains(call.name())) {
            assertEquals(401, status, call.name());
        }
        return status != 401 && status != 403;
    }

    private static Api caller(String role) {
        var issuer = TestServer.running().issuer();
        return role.equals(UNSIGNED)
                ? Api.nobody()
                : Api.bearing(issuer.sign(issuer.claims("role-" + role + UUID.randomUUID(), role)));
    }
}
