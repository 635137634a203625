package io.baton.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.platform.Problem;
import io.baton.security.Authentication.Proof;
import io.baton.security.IssuedTokens.Purpose;
import io.baton.token.Mint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialSelectorTest {
    private static final Mint OUTSIDE = new Mint();
    private static final Mint OURS = new Mint();
    private static final Caller BEN = new Caller(Caller.userIdOf("urn:baton", "ben"), "ben", Set.of("user"));
    private static final Optional<String> NONE = Optional.empty();

    private final IssuedTokens own = Wired.issuedTokens(OURS);
    private final Optional<String> outsideToken = Optional.of(OUTSIDE.sign(Mint.goodClaims()));
    private final Optional<String> session = Optional.of(own.issue(inAnHour(BEN), Purpose.SESSION));
    private final Optional<String> stream = Optional.of(own.issue(inAnHour(BEN), Purpose.STREAM));
    private CredentialSelector credentials;

    @BeforeEach
    void wire(@TempDir Path folder) throws IOException {
        var keys = Files.writeString(folder.resolve("keys.json"), OUTSIDE.jwks());
        credentials = Wired.credentials(own, Wired.externalTokens(Mint.settings(keys.toString())));
    }

    @Test
    void bearerWinsOverCookie() {
        var signIn = credentials
                .authenticate(new PresentedCredentials(outsideToken, session, stream, true))
                .orElseThrow();
        assertEquals(Proof.EXTERNAL_BEARER, signIn.proof());
        assertEquals("ada", signIn.caller().displayName());
    }

    @Test
    void aBadBearerIsNotMadeGoodByACookie() {
        assertThrows(Problem.class, () -> check(Optional.of("rubbish"), session, stream, true));
        assertThrows(Problem.class, () -> check(Optional.of(""), session, stream, true));
    }

    @Test
    void ourOwnTokenMayBeABearer() {
        assertEquals(
                Proof.ISSUED_BEARER,
                check(session, NONE, NONE, false).orElseThrow().proof());
    }

    @Test
    void theSessionCookieSignsIn() {
        var signIn = check(NONE, session, NONE, false).orElseThrow();
        assertTrue(signIn.isByCookie());
        assertEquals(BEN.userId(), signIn.caller().userId());
    }

    @Test
    void aCookieHoldsOurOwnTokensOnly() {
        assertFalse(check(NONE, outsideToken, outsideToken, true).isPresent());
    }

    @Test
    void theStreamsTokenOnlyReadsAnswers() {
        assertTrue(check(NONE, NONE, stream, true).isPresent());
        assertFalse(check(NONE, NONE, stream, false).isPresent());
        assertFalse(check(NONE, stream, NONE, true).isPresent());
        assertThrows(Problem.class, () -> check(stream, NONE, NONE, true));
    }

    @Test
    void theSessionStandsInForAStreamCookieThatIsOver() {
        var over = own.issue(new Identity(BEN, Mint.NOW.minusSeconds(60)), Purpose.STREAM);
        assertTrue(check(NONE, session, Optional.of(over), true).isPresent());
    }

    @Test
    void whoShowsNothingIsNobody() {
        assertFalse(check(NONE, NONE, NONE, true).isPresent());
    }

    @Test
    void onlyTheCallsOfAnEventSourceReadAnswers() {
        assertTrue(PresentedCredentials.readsAnAnswer("GET", "/api/chat/stream"));
        assertTrue(PresentedCredentials.readsAnAnswer("GET", "/api/chat/answers/1b4e28ba/events"));
        assertFalse(PresentedCredentials.readsAnAnswer("POST", "/api/chat/stream"));
        assertFalse(PresentedCredentials.readsAnAnswer("GET", "/api/chat/conversations"));
        assertFalse(PresentedCredentials.readsAnAnswer("DELETE", "/api/chat/answers/1b4e28ba"));
        assertFalse(PresentedCredentials.readsAnAnswer("GET", "/api/chat/stream/../conversations"));
    }

    @Test
    void theBearerSchemeIsReadInAnyCase() {
        assertEquals(Optional.of("abc"), PresentedCredentials.bearerOf("Bearer abc"));
        assertEquals(Optional.of("abc"), PresentedCredentials.bearerOf("bearer  abc "));
        assertEquals(NONE, PresentedCredentials.bearerOf("Basic YTpi"));
        assertEquals(NONE, PresentedCredentials.bearerOf(null));
    }

    private Optional<Authentication> check(
            Optional<String> bearer, Optional<String> session, Optional<String> stream, boolean readsAnAnswer) {
        return credentials.authenticate(new PresentedCredentials(bearer, session, stream, readsAnAnswer));
    }

    private static Identity inAnHour(Caller caller) {
        return new Identity(caller, Mint.NOW.plusSeconds(3600));
    }
}
