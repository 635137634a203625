package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersIT {
    /** Follows no redirects. */
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final String TOKEN = token();

    @AfterAll
    static void close() {
        HTTP.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/console/", "/login", "/nothing-here"})
    void noPageTakesForeignScriptsOrIsFramed(String path) throws Exception {
        var page = HTTP.send(request(path).header("Authorization", TOKEN).build(), BodyHandlers.ofString());
        var policy = header(page, "Content-Security-Policy");
        assertTrue(policy.matches("default-src '(self|none)'.*"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertTrue(policy.contains("frame-ancestors 'none'"), policy);
        assertEquals("nosniff", header(page, "X-Content-Type-Options"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/models", "/api/nothing", "/api/conversations"})
    void nobodyKeepsOrSniffsAnApiAnswer(String path) throws Exception {
        for (var credentials : new String[] {TOKEN, "Bearer wrong"}) {
            var answer =
                    HTTP.send(request(path).header("Authorization", credentials).build(), BodyHandlers.ofString());
            assertEquals("no-store", header(answer, "Cache-Control"));
            assertEquals("nosniff", header(answer, "X-Content-Type-Options"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/nothing, application/json, 404, NOT_FOUND",
        "DELETE, /api/models, application/json, 405, METHOD_NOT_ALLOWED",
        "POST, /api/chat/stream, text/plain, 415, UNSUPPORTED_MEDIA_TYPE"
    })
    void whatNoMethodTakesHasACodeToo(String method, String path, String type, int status, String code)
            throws Exception {
        var answer = HTTP.send(
                request(path)
                        .header("Authorization", TOKEN)
                        .header("Content-Type", type)
                        .method(method, BodyPublishers.ofString("x"))
                        .build(),
                BodyHandlers.ofString());
        var reply = new Reply(answer.statusCode(), answer.headers(), answer.body());
        assertEquals(code, reply.problem(status).getString("code"));
    }

    @Test
    void whoAsksForATokenWithoutNameAndPasswordIsAskedForThem() throws Exception {
        var answer = HTTP.send(
                request("/api/auth/token").POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
        assertEquals(401, answer.statusCode());
        assertEquals(1, answer.headers().allValues("WWW-Authenticate").size());
        assertTrue(header(answer, "WWW-Authenticate").startsWith("Basic "), header(answer, "WWW-Authenticate"));
        assertTrue(answer.body().contains("missing"), answer.body());
    }

    @Test
    void thereIsAnIconForWhoeverAsksForIt() throws Exception {
        var icon = HTTP.send(request("/favicon.ico").build(), BodyHandlers.ofByteArray());
        assertEquals(200, icon.statusCode());
        assertTrue(icon.body().length > 0);
    }

    @Test
    void aForgottenViewOfTheConsoleIsShownAnew() throws Exception {
        for (var state : new String[] {"bogus", "1:2", ""}) {
            var answer = HTTP.send(
                    request("/console/index.xhtml")
                            .header("Authorization", TOKEN)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString("jakarta.faces.ViewState=" + state))
                            .build(),
                    BodyHandlers.ofString());
            assertTrue(answer.statusCode() < 400, state + ": " + answer.statusCode());
        }
    }

    @Test
    void aFailedSignInKeepsTheAddressAndTheLanguage() throws Exception {
        var page = HTTP.send(
                request("/login?lang=zh")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("username=author&password=wrong&lang=zh"))
                        .build(),
                BodyHandlers.ofString());
        assertEquals(401, page.statusCode());
        assertTrue(page.body().contains("<html lang=\"zh-Hans\">"), page.body());
        assertTrue(page.body().contains("action=\"/login\""), page.body());
    }

    @Test
    void theConsoleNamesItsLanguageAsTheOtherPagesDo() throws Exception {
        var page = HTTP.send(
                request("/console/")
                        .header("Authorization", TOKEN)
                        .header("Accept-Language", "zh-CN")
                        .build(),
                BodyHandlers.ofString());
        assertTrue(page.body().contains("lang=\"zh-Hans\""), page.body());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(TestServer.running().url() + path))
                .timeout(Patience.ENOUGH);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return String.join(" | ", answer.headers().allValues(name));
    }

    private static String token() {
        var asked = request("/api/auth/token")
                .header("Authorization", "Basic YWRtaW46YWRtaW4=")
                .POST(BodyPublishers.noBody())
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var body = client.send(asked, BodyHandlers.ofString()).body();
            return "Bearer " + body.replaceAll(".*\"access_token\":\"([^\"]*).*", "$1");
        } catch (IOException | InterruptedException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
