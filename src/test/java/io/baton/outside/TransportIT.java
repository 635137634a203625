package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is other over TLS, with us or with a proxy before us. */
class TransportIT {
    private static final String FORM = "username=author&password=author";

    @Test
    void overTlsTheSessionsCookieIsForThisHostAlone() throws Exception {
        var cookies = Wire.values(overTls(signingIn()), "Set-Cookie");
        var session = cookies.stream()
                .filter(cookie -> cookie.startsWith("__Host-baton_session=ey"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(cookies.toString()));
        assertTrue(session.contains("; Secure") && session.contains("; Path=/;"), session);
        assertTrue(cookies.stream().allMatch(cookie -> cookie.startsWith("__Host-")), cookies::toString);
        var value = session.substring("__Host-baton_session=".length(), session.indexOf(';'));
        assertEquals(200, statusOf(overTls(me("Cookie: __Host-baton_session=" + value))));
        assertEquals(401, statusOf(overTls(me("Cookie: baton_session=" + value))), "another host may have set it");
    }

    @ParameterizedTest
    @CsvSource({"https, true", "HTTPS, true", "http, false", "'https, http', false", "'', false", "'x\"=;', false"})
    void aProxyThatNamesOnlyTheSchemeIsBelieved(String scheme, boolean secure) throws IOException {
        try (var wire = Wire.open()) {
            var answer = wire.send(signingIn("X-Forwarded-Proto: " + scheme)).rest();
            assertEquals(303, statusOf(answer), answer);
            var cookie = Wire.values(answer, "Set-Cookie").getFirst();
            assertEquals(secure, cookie.contains("; Secure"), cookie);
            assertEquals(
                    secure ? 1 : 0,
                    Wire.values(answer, "Strict-Transport-Security").size());
        }
    }

    @Test
    void behindTlsTheBrowserIsToldToStayThere() throws Exception {
        for (var path :
                List.of("/", "/login", "/console/", "/api/models", "/api/nothing", "/nothing", "/css/login.css")) {
            var answer = overTls(Wire.head("GET " + path + " HTTP/1.1"));
            assertEquals(1, Wire.values(answer, "Strict-Transport-Security").size(), path + ": " + answer);
            assertEquals(
                    List.of(),
                    Wire.values(Wire.answer("GET " + path + " HTTP/1.1"), "Strict-Transport-Security"),
                    path + " without TLS");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLS_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"})
    void modernSuitesAreSpoken(String suite) throws Exception {
        try (var wire = Wire.openTls(suite)) {
            assertEquals(
                    200,
                    statusOf(wire.send(Wire.head("GET /health/live HTTP/1.1")).rest()));
        }
    }

    @Test
    void noSuiteWithCbcIsSpoken() {
        var cbc = Stream.of(((SSLServerSocketFactory) SSLServerSocketFactory.getDefault()).getSupportedCipherSuites())
                .filter(suite -> suite.contains("_CBC_"))
                .toArray(String[]::new);
        assertTrue(cbc.length > 0, "none is known here");
        assertThrows(SSLException.class, () -> Wire.openTls(cbc).close());
    }

    private static String signingIn(String... headers) {
        return Wire.head(Stream.concat(
                                Stream.of(
                                        "POST /login HTTP/1.1",
                                        "Content-Type: application/x-www-form-urlencoded",
                                        "Content-Length: " + FORM.length()),
                                Stream.of(headers))
                        .toArray(String[]::new))
                + FORM;
    }

    private static String me(String header) {
        return Wire.head("GET /api/auth/me HTTP/1.1", header);
    }

    private static String overTls(String request) throws Exception {
        try (var wire = Wire.openTls()) {
            return wire.send(request).rest();
        }
    }

    private static int statusOf(String answer) {
        return Integer.parseInt(answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    }
}
