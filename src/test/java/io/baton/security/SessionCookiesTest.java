package io.baton.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.security.Authentication.Proof;
import io.baton.security.IssuedTokens.Purpose;
import io.baton.token.Mint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionCookiesTest {
    private static final Caller ADA = new Caller(Caller.userIdOf("a", "ada"), "ada", Set.of("user"));
    private static final Caller BEN = new Caller(Caller.userIdOf("a", "ben"), "ben", Set.of("user"));
    private static final Optional<String> NONE = Optional.empty();
    private static final Duration DAY = Duration.ofDays(1);

    private final IssuedTokens own = Wired.issuedTokens(new Mint());
    private final SessionCookies cookies = Wired.cookies(own);

    @Test
    void theSessionsCookieIsOutOfReachOfScriptsAndOtherSites() {
        var cookie = session(DAY, true);
        assertEquals(
                "__Host-baton_session=" + cookie.value() + "; Path=/; Max-Age=28800; HttpOnly; SameSite=Strict; Secure",
                cookie.header());
        assertFalse(session(DAY, false).header().contains("Secure"), "over plain http");
    }

    @Test
    void aSessionEndsWithTheTokenItCameFrom() {
        var cookie = session(Duration.ofMinutes(5), true);

        assertEquals(Duration.ofMinutes(5), cookie.maxAge());
        var inside = own.verify(cookie.value(), Purpose.SESSION).orElseThrow();
        assertEquals(Mint.NOW.plusSeconds(300), inside.expiresAt());
    }

    @Test
    void aSessionTakesBackTheStreamsCookieOfWhoeverWasThere() {
        assertEquals(
                "baton_stream=; Path=/api/chat; Max-Age=0; HttpOnly; SameSite=Strict",
                cookies.forSession(lasting(ADA, DAY), false).get(1).header());
    }

    @Test
    void loggingOutTakesBothBack() {
        assertEquals(
                List.of(
                        "baton_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict",
                        "baton_stream=; Path=/api/chat; Max-Age=0; HttpOnly; SameSite=Strict"),
                SessionCookies.forSignOut(false).stream().map(SetCookie::header).toList());
    }

    @Test
    void aBearersQuestionSetsTheStreamsCookieForTenMinutesAtMost() {
        var cookie = forStream(ADA, DAY, NONE, NONE).orElseThrow();
        assertEquals(
                "baton_stream=" + cookie.value() + "; Path=/api/chat; Max-Age=600; HttpOnly; SameSite=Strict",
                cookie.header());
        assertTrue(own.verify(cookie.value(), Purpose.STREAM).isPresent());

        var capped = forStream(ADA, Duration.ofMinutes(2), NONE, NONE).orElseThrow();
        assertEquals(Duration.ofMinutes(2), capped.maxAge());
    }

    @Test
    void aCookiesValueIsNotPrinted() {
        assertEquals("baton_session=…", session(DAY, false).toString());
    }

    @Test
    void overTlsBothAreForThisHostAlone() {
        for (var cookie : cookies.forSession(lasting(ADA, DAY), true)) {
            assertTrue(cookie.name().startsWith("__Host-"), cookie.name());
            assertEquals("/", cookie.path());
            assertTrue(cookie.secure());
        }
    }

    @Test
    void aCookieOfTheSameUserIsLeftAlone() {
        assertFalse(forStream(ADA, DAY, token(ADA, DAY, Purpose.SESSION), NONE).isPresent());
        assertFalse(forStream(ADA, DAY, NONE, token(ADA, Duration.ofMinutes(9), Purpose.STREAM))
                .isPresent());
    }

    @Test
    void aCookieThatSoonEndsIsMadeAnew() {
        assertTrue(forStream(ADA, DAY, NONE, token(ADA, Duration.ofMinutes(4), Purpose.STREAM))
                .isPresent());
    }

    @Test
    void anotherUsersCookieDoesNotServe() {
        assertTrue(forStream(ADA, DAY, token(BEN, DAY, Purpose.SESSION), NONE).isPresent());
        assertTrue(forStream(ADA, DAY, token(ADA, DAY, Purpose.SESSION), token(BEN, DAY, Purpose.STREAM))
                .isPresent());
    }

    @Test
    void whoCameByCookieNeedsNoOther() {
        var signIn = new Authentication(lasting(ADA, DAY), Proof.COOKIE);
        assertFalse(cookies.forStream(signIn, new PresentedCredentials(NONE, NONE, NONE, false), false)
                .isPresent());
    }

    private SetCookie session(Duration lifetime, boolean secure) {
        return cookies.forSession(lasting(ADA, lifetime), secure).getFirst();
    }

    private Optional<SetCookie> forStream(
            Caller caller, Duration lifetime, Optional<String> session, Optional<String> stream) {
        var signIn = new Authentication(lasting(caller, lifetime), Proof.EXTERNAL_BEARER);
        return cookies.forStream(signIn, new PresentedCredentials(Optional.of("…"), session, stream, false), false);
    }

    private Optional<String> token(Caller caller, Duration lifetime, Purpose purpose) {
        return Optional.of(own.issue(lasting(caller, lifetime), purpose));
    }

    private static Identity lasting(Caller caller, Duration lifetime) {
        return new Identity(caller, Mint.NOW.plus(lifetime));
    }
}
