package io.baton.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.settings.CommaSeparated;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoleMappingTest {
    private static final Optional<CommaSeparated> DEFAULT = Optional.empty();

    @Test
    void byDefaultTheGroupsThatAreNamedLikeRolesAreRoles() {
        var roles = RoleMapping.of("the issuer", DEFAULT, DEFAULT);
        assertEquals(
                Set.of("user", "auditor"), roles.rolesIn(Map.of("groups", List.of("user", "auditor", "engineering"))));
        assertEquals(Set.of(), roles.rolesIn(Map.of("roles", List.of("admin"))));
        assertEquals(Set.of(), roles.rolesIn(Map.of()));
    }

    @Test
    void aSingleTextIsOneName() {
        var roles = RoleMapping.of("the issuer", DEFAULT, DEFAULT);
        assertEquals(Set.of("admin"), roles.rolesIn(Map.of("groups", "admin")));
        assertEquals(Set.of(), roles.rolesIn(Map.of("groups", "user admin")));
        assertEquals(Set.of(), roles.rolesIn(Map.of("groups", "user,admin")));
    }

    @Test
    void aClaimOfAnotherTypeGivesNoRole() {
        var roles = RoleMapping.of("the issuer", DEFAULT, DEFAULT);
        assertEquals(Set.of(), roles.rolesIn(Map.of("groups", Map.of("admin", true))));
        assertEquals(Set.of(), roles.rolesIn(Map.of("groups", true)));
        assertEquals(Set.of("user"), roles.rolesIn(Map.of("groups", List.of(1, "user", List.of("admin")))));
    }

    @Test
    void severalClaimsCountAtAnyDepth() {
        var roles = RoleMapping.of("keycloak", list("realm_access.roles, resource_access.baton.roles"), DEFAULT);
        var token = Map.of(
                "realm_access", Map.of("roles", List.of("offline_access", "user")),
                "resource_access",
                        Map.of(
                                "baton",
                                Map.of("roles", List.of("admin")),
                                "other",
                                Map.of("roles", List.of("auditor"))),
                "groups", List.of("author"));
        assertEquals(Set.of("user", "admin"), roles.rolesIn(token));
    }

    @Test
    void namesOfClaimsMayHaveDots() {
        var address = RoleMapping.of("auth0", list("https://blog.example/roles"), DEFAULT);
        assertEquals(Set.of("admin"), address.rolesIn(Map.of("https://blog.example/roles", List.of("admin"))));
        var client = RoleMapping.of("keycloak", list("resource_access.blog.example.roles"), DEFAULT);
        assertEquals(
                Set.of("admin"),
                client.rolesIn(Map.of("resource_access", Map.of("blog.example", Map.of("roles", List.of("admin"))))));
    }

    @Test
    void onlyTheGivenNamesCount() {
        var roles = RoleMapping.of(
                "the issuer",
                DEFAULT,
                list("Baton Admins=admin, Baton Admins=user, staff=user, cn=ops\\,dc=example=auditor"));
        assertEquals(Set.of("admin", "user"), roles.rolesOf(List.of("Baton Admins")));
        assertEquals(Set.of("auditor"), roles.rolesOf(List.of("cn=ops,dc=example")));
        assertEquals(Set.of(), roles.rolesOf(List.of("admin", "baton admins", "Baton Admins ", "Staff", "")));
    }

    @Test
    void aMistypedRoleIsNoValueOfTheSetting() {
        assertTrue("Baton Admins=admin".matches(RoleMapping.NAME_PATTERN));
        assertTrue("cn=ops,dc=example=auditor".matches(RoleMapping.NAME_PATTERN));
        for (var wrong : List.of("ops=admn", "ops=Admin", "ops", "=admin", "ops=")) {
            assertTrue(!wrong.matches(RoleMapping.NAME_PATTERN), wrong);
        }
    }

    @Test
    void anUnknownNameIsLoggedOnceAndNotForEver() {
        var log = new ArrayList<String>();
        var handler = handler(log);
        Logger.getLogger(RoleMapping.class.getName()).addHandler(handler);
        try {
            var roles = RoleMapping.of("the issuer", DEFAULT, DEFAULT);
            roles.rolesOf(List.of("ops\n", "user", "ops\n"));
            roles.rolesOf(List.of("ops\n"));
            assertEquals(List.of("\"ops?\" of the issuer is no role here"), log);
            roles.rolesOf(IntStream.range(0, 5_000).mapToObj(i -> "group-" + i).toList());
            assertEquals(100, log.size());
            assertTrue(log.getLast().endsWith("further names are not logged"), log.getLast());
        } finally {
            Logger.getLogger(RoleMapping.class.getName()).removeHandler(handler);
        }
    }

    private static Handler handler(List<String> log) {
        return new Handler() {
            @Override
            public void publish(LogRecord entry) {
                log.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private static Optional<CommaSeparated> list(String items) {
        return Optional.of(CommaSeparated.of(items));
    }
}
