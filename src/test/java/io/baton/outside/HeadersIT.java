package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.testing.Api;
import io.baton.testing.Reply;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersIT {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Api ADMIN = Api.of("admin");

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/console/", "/login", "/nothing-here"})
    void noPageTakesForeignScriptsOrIsFramed(String path) {
        var page = ADMIN.get(path);
        var policy = header(page, "Content-Security-Policy");
        assertTrue(policy.matches("default-src '(self|none)'.*"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertTrue(policy.contains("frame-ancestors 'none'"), policy);
        assertEquals("nosniff", header(page, "X-Content-Type-Options"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/models", "/api/nothing", "/api/conversations"})
    void nobodyKeepsOrSniffsAnApiAnswer(String path) {
        for (var caller : new Api[] {ADMIN, Api.bearing("wrong")}) {
            var answer = caller.get(path);
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
    void whatNoMethodTakesHasACodeToo(String method, String path, String type, int status, String code) {
        var reply = ADMIN.with("Content-Type", type).send(method, path, bytes("x"));
        assertEquals(code, reply.problem(status).getString("code"));
    }

    @Test
    void whoAsksForATokenWithoutNameAndPasswordIsAskedForThem() {
        var answer = Api.nobody().send("POST", "/api/auth/token", null).with(401);
        assertEquals(1, answer.headers().allValues("WWW-Authenticate").size());
        assertTrue(header(answer, "WWW-Authenticate").startsWith("Basic "), header(answer, "WWW-Authenticate"));
        assertTrue(answer.body().contains("missing"), answer.body());
    }

    @Test
    void thereIsAnIconForWhoeverAsksForIt() {
        var icon = Api.nobody().get("/favicon.ico").with(200);
        assertFalse(icon.body().isEmpty());
    }

    @Test
    void aForgottenViewOfTheConsoleIsShownAnew() {
        for (var state : new String[] {"bogus", "1:2", ""}) {
            var answer = ADMIN.with("Content-Type", FORM)
                    .send("POST", "/console/index.xhtml", bytes("jakarta.faces.ViewState=" + state));
            assertTrue(answer.status() < 400, state + ": " + answer.status());
        }
    }

    @Test
    void aFailedSignInKeepsTheAddressAndTheLanguage() {
        var page = Api.nobody()
                .with("Content-Type", FORM)
                .send("POST", "/login?lang=zh", bytes("username=author&password=wrong&lang=zh"))
                .with(401);
        assertTrue(page.body().contains("<html lang=\"zh-Hans\">"), page.body());
        assertTrue(page.body().contains("action=\"/login\""), page.body());
    }

    @Test
    void theConsoleNamesItsLanguageAsTheOtherPagesDo() {
        var page = ADMIN.with("Accept-Language", "zh-CN").get("/console/");
        assertTrue(page.body().contains("lang=\"zh-Hans\""), page.body());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String header(Reply answer, String name) {
        return String.join(" | ", answer.headers().allValues(name));
    }
}
