package io.baton.dev;

import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Reply;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real Keycloak, which a run of all tests unpacks. It keeps all in memory, and takes about a minute to start. Its address is another
 * site than the nodes', as in production.
 */
public final class Keycloak implements AutoCloseable {
    public static final String REALM = "blog";
    public static final String CLIENT = "baton";
    public static final String SECRET = "client-secret-of-baton";
    private static final Path CLIENT_FILE = Path.of("docs/keycloak/client.json");
    private static final Duration START = Duration.ofMinutes(5);
    private static final String ADMIN = "operator";
    private final Process process;
    private final String url;

    private Keycloak(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Where it is unpacked. */
    public static Optional<Path> folder() {
        var folder = Path.of("target/keycloak");
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (var versions = Files.list(folder)) {
            return versions.filter(each -> Files.isExecutable(each.resolve("bin/kc.sh")))
                    .findFirst();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Starts, and does not wait.
     *
     * @param log its output
     */
    public static Keycloak start(Path folder, Path log) {
        try {
            var port = Ports.freeOr(0);
            var command = new ProcessBuilder(
                    folder.resolve("bin/kc.sh").toString(),
                    "start-dev",
                    "--db=dev-mem",
                    "--http-host=127.0.0.1",
                    "--http-port=" + port);
            command.environment()
                    .putAll(Map.of(
                            "JAVA_HOME",
                            System.getProperty("java.home"),
                            "JAVA_OPTS_KC_HEAP",
                            "-Xms256m -Xmx512m",
                            "JAVA_OPTS_APPEND",
                            "-XX:TieredStopAtLevel=1",
                            "KC_BOOTSTRAP_ADMIN_USERNAME",
                            ADMIN,
                            "KC_BOOTSTRAP_ADMIN_PASSWORD",
                            ADMIN));
            command.redirectErrorStream(true).redirectOutput(log.toFile());
            var started = new Keycloak(command.start(), "http://127.0.0.1:" + port);
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            return started;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public void awaitReady() {
        Await.until("Keycloak is ready", START, this::isReady, ready -> ready);
    }

    private boolean isReady() {
        try {
            return process.isAlive()
                    && new Api(url, Map.of()).get("/realms/master").status() == 200;
        } catch (AssertionError notYet) {
            return false;
        }
    }

    public String issuer() {
        return url + "/realms/" + REALM;
    }

    /** The settings of a node. */
    public Map<String, String> settings() {
        return Map.of("OIDC_ISSUER", issuer(), "OIDC_CLIENT_ID", CLIENT, "OIDC_CLIENT_SECRET", SECRET);
    }

    /**
     * Does what {@code docs/sign-in.md} tells its admin, with the same file.
     *
     * @param site  the address of Baton
     * @param users with names, which are their passwords
     */
    public void configure(String site, List<User> users) {
        var admin = admin();
        admin.post("/admin/realms", realm(users)).with(201);
        var client =
                Json.createObjectBuilder(client(site)).add("secret", SECRET).build();
        admin.post("/admin/realms/" + REALM + "/clients", client).with(201);
        for (var user : users) {
            user.clientRoles().forEach(role -> give(admin, user.name(), role));
        }
    }

    /** A user of the realm. Its groups are made as needed. */
    public record User(String name, List<String> groups, List<String> clientRoles) {}

    private static JsonObject realm(List<User> users) {
        var groups = users.stream().flatMap(user -> user.groups().stream()).distinct();
        return Json.createObjectBuilder()
                .add("realm", REALM)
                .add("enabled", true)
                .add("groups", array(groups.map(name -> Api.json("name", name))))
                .add("users", array(users.stream().map(Keycloak::user)))
                .build();
    }

    private static JsonObject user(User user) {
        var groups = Json.createArrayBuilder();
        user.groups().forEach(group -> groups.add("/" + group));
        return Json.createObjectBuilder(Api.json(
                        "username",
                        user.name(),
                        "firstName",
                        user.name(),
                        "lastName",
                        "Writer",
                        "email",
                        user.name() + "@blog.example"))
                .add("enabled", true)
                .add("emailVerified", true)
                .add("credentials", Json.createArrayBuilder().add(Api.json("type", "password", "value", user.name())))
                .add("groups", groups)
                .build();
    }

    private static JsonObject client(String site) {
        try {
            return Api.parse(Files.readString(CLIENT_FILE).replace("https://chat.example", site));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void give(Api admin, String user, String role) {
        var client = "/admin/realms/" + REALM + "/clients/" + id(admin, "/clients?clientId=" + CLIENT);
        if (admin.get(client + "/roles/" + role).status() == 404) {
            admin.post(client + "/roles", Api.json("name", role)).with(201);
        }
        var represented = admin.get(client + "/roles/" + role).with(200).body();
        var path = "/admin/realms/" + REALM + "/users/" + id(admin, "/users?exact=true&username=" + user)
                + client.replaceFirst(".*/clients/", "/role-mappings/clients/");
        admin.send("POST", path, ("[" + represented + "]").getBytes(StandardCharsets.UTF_8))
                .with(204);
    }

    private static String id(Api admin, String query) {
        return admin.get("/admin/realms/" + REALM + query)
                .with(200)
                .array()
                .getJsonObject(0)
                .getString("id");
    }

    /** Ends all sessions of a user, as its admin can. */
    public Reply signOut(String user) {
        var admin = admin();
        var path = "/admin/realms/" + REALM + "/users/" + id(admin, "/users?exact=true&username=" + user) + "/logout";
        return admin.send("POST", path, new byte[0]).with(204);
    }

    /** Its own interface for admins, as somebody who may do all. */
    public Api admin() {
        var form = "grant_type=password&client_id=admin-cli&username=" + ADMIN + "&password=" + ADMIN;
        var token = new Api(url, Map.of("Content-Type", "application/x-www-form-urlencoded"))
                .send("POST", "/realms/master/protocol/openid-connect/token", form.getBytes(StandardCharsets.UTF_8))
                .with(200)
                .json()
                .getString("access_token");
        return Api.bearing(token, url);
    }

    private static JsonArrayBuilder array(Stream<JsonObject> objects) {
        var array = Json.createArrayBuilder();
        objects.forEach(array::add);
        return array;
    }

    @Override
    public void close() {
        Leftovers.end(process.toHandle());
    }
}
