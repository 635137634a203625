package io.baton.outside;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import io.baton.dev.Balancer;
import io.baton.dev.Keycloak;
import io.baton.dev.Keycloak.User;
import io.baton.dev.TestNode;
import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Await;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Sign-in at a real Keycloak, in a real browser, with two nodes behind a load balancer. Keycloak's client is the file of the documents. */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeycloakIT {
    private static final String SESSION = "baton_session";
    private static Keycloak keycloak;
    private static TestNode first;
    private static TestNode second;
    private static Balancer balancer;

    @BeforeAll
    static void startKeycloakAndTwoNodes() {
        var unpacked = Keycloak.folder();
        assumeTrue(unpacked.isPresent(), "Keycloak is not unpacked (./mvnw dependency:unpack@keycloak)");
        keycloak = Keycloak.start(unpacked.orElseThrow(), Path.of(System.getProperty("baton.folder"), "keycloak.log"));
        var settings = new HashMap<>(keycloak.settings());
        settings.put("BATON_EMBEDDED_USERS", "false");
        settings.put("BATON_ROLES_CLAIM", "groups,roles");
        settings.put("BATON_ROLES_NAMES", "writers=user,operators=admin,baton-admin=admin");
        first = TestServer.running().anotherNode(settings);
        second = TestServer.running().anotherNode(settings);
        balancer = TestServer.running().balancer(first, second);
        keycloak.awaitReady();
        keycloak.configure(
                balancer.url(),
                List.of(
                        new User("mei", List.of("writers"), List.of()),
                        new User("ada", List.of("operators"), List.of()),
                        new User("uwe", List.of("writers"), List.of("baton-admin")),
                        new User("eve", List.of(), List.of())));
    }

    @AfterAll
    static void stopThem() {
        if (keycloak != null) {
            balancer.close();
            first.kill();
            second.kill();
            keycloak.close();
        }
    }

    private static Page open(Browser browser, String path) {
        var page = browser.context().newPage();
        page.navigate(path);
        return page;
    }

    private static void signIn(Page page, String user) {
        page.fill("#username", user);
        page.fill("#password", user);
        page.click("#kc-login");
    }

    /** The same session, past the browser. */
    private static Api session(Browser browser, TestNode node) {
        var value = browser.context().cookies().stream()
                .filter(cookie -> cookie.name.equals(SESSION))
                .map(cookie -> cookie.value)
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no session"));
        return new Api(node.url(), Map.of("Cookie", SESSION + "=" + value));
    }

    private static Browser browser() {
        return Browser.speaking("en-US", balancer.url());
    }

    @Test
    @Order(1)
    void aReaderIsLedToKeycloakAndBackIntoTheChat() {
        try (var browser = browser()) {
            var page = open(browser, "/?from=mail");
            page.waitForURL(url -> url.startsWith(keycloak.issuer()));
            signIn(page, "mei");
            assertThat(page).hasURL(balancer.url() + "/?from=mail");
            var chat = new ChatPage(page);
            chat.ask(Providers.quick(3));
            assertThat(chat.lastText()).hasText(Providers.numbered(3).strip());
            page.click("#settings");
            assertThat(page.locator("#who")).hasText("Signed in as mei");
            for (var node : List.of(first, second)) {
                var me = session(browser, node).get("/api/auth/me").with(200).json();
                assertEquals("[\"user\"]", me.getJsonArray("roles").toString());
            }
        }
    }

    @Test
    @Order(1)
    void whoIsSignedInAtKeycloakNeedsNoPasswordForTheConsoleOfAnotherNode() {
        try (var browser = browser()) {
            var page = open(browser, first.url() + "/login");
            assertThat(page.locator("h1")).hasText("Sign in");
            page.navigate(balancer.url() + "/console/");
            signIn(page, "ada");
            assertThat(page).hasTitle("Baton console");
            browser.context()
                    .clearCookies(new com.microsoft.playwright.BrowserContext.ClearCookiesOptions()
                            .setName(Pattern.compile("baton_.*")));
            page.navigate("/console/");
            assertThat(page).hasTitle("Baton console");
        }
    }

    @Test
    @Order(1)
    void aRoleOfTheClientOpensTheConsoleAndNoRoleDoesNot() {
        try (var browser = browser()) {
            var page = open(browser, "/console/");
            signIn(page, "uwe");
            assertThat(page).hasTitle("Baton console");
        }
        try (var browser = browser()) {
            var page = open(browser, "/console/");
            signIn(page, "eve");
            assertThat(page.locator("h1")).hasText("You have no access to this page");
            page.navigate("/");
            assertThat(new ChatPage(page).input()).isVisible();
        }
    }

    @Test
    @Order(1)
    void aSignOutHereIsOneThere() {
        try (var browser = browser()) {
            var page = open(browser, "/");
            signIn(page, "mei");
            assertThat(new ChatPage(page).input()).isVisible();
            var copied = session(browser, first);
            page.click("#settings");
            page.click("#sign-out button");
            assertThat(page).hasURL(balancer.url() + "/login");
            assertThat(page.locator("a.button")).hasText("Sign in with your organization's account");
            Await.until(() -> copied.get("/api/auth/me").status(), status -> status == 401);
            page.click("a.button");
            assertThat(page.locator("#kc-login")).isVisible();
        }
    }

    @Test
    @Order(1)
    void aSignOutThereIsOneHereOnAllNodes() {
        try (var browser = browser()) {
            signIn(open(browser, "/"), "uwe");
            Await.until(() -> browser.context().cookies().toString(), all -> !all.isEmpty());
            assertThat(new ChatPage(browser.context().pages().getFirst()).input())
                    .isVisible();
            for (var node : List.of(first, second)) {
                session(browser, node).get("/api/auth/me").with(200);
            }
            keycloak.signOut("uwe");
            for (var node : List.of(first, second)) {
                Await.until(() -> session(browser, node).get("/api/auth/me").status(), status -> status == 401);
            }
        }
    }

    @Test
    @Order(2)
    void withoutKeycloakSessionsGoOnANodeThatKnowsItAsksForItAndAFreshOneSaysWhatIsWrong() {
        try (var browser = browser()) {
            var page = open(browser, "/");
            signIn(page, "mei");
            assertThat(new ChatPage(page).input()).isVisible();
            keycloak.close();
            session(browser, first).get("/api/auth/me").with(200);
            var onward = new Api(first.url(), Map.of()).get("/login/oidc").with(200);
            assertTrue(onward.body().contains("url=" + keycloak.issuer()), onward.body());
            var fresh = TestServer.running().anotherNode(keycloak.settings());
            try {
                var other = browser.context().newPage();
                other.navigate(fresh.url() + "/login/oidc");
                assertThat(other.locator("[role=alert]")).containsText("can't be reached");
                new Api(fresh.url(), Map.of()).get("/login/oidc").with(503);
            } finally {
                fresh.kill();
            }
        }
    }
}
