package io.baton.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.outage.OutageReason;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The keys of an issuer over HTTP: when they are fetched, and what happens while they can't be. */
class PublishedKeysTest {
    private static final Mint FIRST = new Mint();
    private static final Mint SECOND = new Mint();
    private static final Mint THIRD = new Mint();

    private final MovableClock clock = new MovableClock();
    private KeyServer server;
    private Issuers issuers;

    @BeforeEach
    void start() throws IOException {
        server = new KeyServer(FIRST.jwks());
        issuers = Mint.issuers(Mint.settings(server.url()), clock);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theKeysAreFetchedOnceForManyTokens() {
        for (var i = 0; i < 5; i++) {
            assertAccepted(FIRST);
        }
        assertEquals(1, server.fetches());
    }

    @Test
    void twoRotationsAtOnceLeaveNoGap() {
        assertAccepted(FIRST);
        server.publish(SECOND.jwks());
        assertAccepted(SECOND);
        server.publish(THIRD.jwks());
        assertAccepted(THIRD);
        assertRefused(FIRST);
    }

    @Test
    void inventedKeyIdsCauseFewFetches() {
        assertAccepted(FIRST);
        var tokens = IntStream.range(0, 100)
                .mapToObj(i -> new Mint(FIRST, "invented-" + i).sign(good()))
                .toList();
        tokens.forEach(token ->
                assertEquals(new TokenVerdict.Invalid(TokenVerdict.Reason.NOT_ACCEPTED), issuers.verify(token)));
        assertTrue(server.fetches() <= 10, "fetched " + server.fetches() + " times");
    }

    @Test
    void aTokenWithoutAKeyIdIsTriedWithEachKey() {
        server.publish(both());
        assertEquals(accepted(), kind(issuers.verify(SECOND.signWithoutKeyId(Mint.goodClaims()))));
        assertEquals(accepted(), kind(issuers.verify(FIRST.signWithoutKeyId(Mint.goodClaims()))));
        assertRefused(THIRD);
    }

    @Test
    void aNodeThatHasTheKeysGoesOnWhileTheIssuerIsAway() {
        assertAccepted(FIRST);
        server.close();
        clock.move(Duration.ofMinutes(6));
        renew();
        assertEquals(Map.of(Mint.ISSUER, OutageReason.REFUSED), issuers.away());
        clock.move(Duration.ofHours(23));
        renew();
        assertEquals(accepted(), kind(issuers.verify(FIRST.sign(good()))));
    }

    @Test
    void keysAreNotBelievedForEver() {
        assertAccepted(FIRST);
        server.close();
        clock.move(Duration.ofHours(25));
        assertUnknown(FIRST);
    }

    @Test
    void withoutKeysNobodyKnowsWhetherATokenIsValid() {
        server.close();
        assertUnknown(FIRST);
        assertUnknown(FIRST);
        assertEquals(Map.of(Mint.ISSUER, OutageReason.REFUSED), issuers.away());
    }

    @Test
    void anUnknownKeyOfAnIssuerThatIsAwayMayBeItsNewOne() {
        assertAccepted(FIRST);
        server.close();
        assertUnknown(SECOND);
        assertAccepted(FIRST);
    }

    @Test
    void anErrorOrRubbishIsNoSetOfKeys() {
        server.fail(500);
        assertUnknown(FIRST);
        assertEquals(Map.of(Mint.ISSUER, OutageReason.INVALID_REPLY), issuers.away());
        server.fail(200);
        server.publish("<html>Down for maintenance</html>");
        renew();
        assertUnknown(FIRST);
        server.publish(FIRST.jwks());
        renew();
        assertAccepted(FIRST);
        assertEquals(Map.of(), issuers.away());
    }

    @Test
    void keysThatTheIssuerWithdrewAreForgottenWithinMinutes() {
        assertAccepted(FIRST);
        server.publish(SECOND.jwks());
        clock.move(Duration.ofMinutes(6));
        renew();
        assertRefused(FIRST);
    }

    @Test
    void aTokenThatWasVerifiedIsRefusedOnceItsKeyIsGone() {
        var token = FIRST.sign(good());
        assertEquals(accepted(), kind(issuers.verify(token)));
        assertEquals(accepted(), kind(issuers.verify(token)));
        server.publish(new Mint(SECOND, FIRST.key().getKeyId()).jwks());
        clock.move(Duration.ofSeconds(30));
        assertEquals(accepted(), kind(issuers.verify(token)), "until the keys are fetched");
        clock.move(Duration.ofMinutes(6));
        renew();
        var again = Mint.goodClaims();
        again.setExpirationTime(Mint.at(clock.instant().plusSeconds(600)));
        assertEquals(new TokenVerdict.Invalid(TokenVerdict.Reason.NOT_ACCEPTED), issuers.verify(FIRST.sign(again)));
        assertEquals(TokenVerdict.Invalid.class, kind(issuers.verify(token)));
    }

    @Test
    void aTokenThatWasVerifiedExpiresLikeOthers() {
        var token = FIRST.sign(good());
        assertEquals(accepted(), kind(issuers.verify(token)));
        clock.move(Duration.ofSeconds(91));
        assertEquals(new TokenVerdict.Invalid(TokenVerdict.Reason.EXPIRED), issuers.verify(token));
    }

    @Test
    void aVerifiedTokenWithAnotherSignatureIsNotTheSame() {
        var token = FIRST.sign(good());
        assertEquals(accepted(), kind(issuers.verify(token)));
        var end = token.length() - 10;
        var other = token.substring(0, end) + (token.charAt(end) == 'A' ? 'B' : 'A') + token.substring(end + 1);
        assertEquals(new TokenVerdict.Invalid(TokenVerdict.Reason.NOT_ACCEPTED), issuers.verify(other));
    }

    @Test
    void whileOneWaitsForAnIssuerThatHangsOthersDoNot() throws Exception {
        server.hang();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<TokenVerdict> one = () -> issuers.verify(FIRST.sign(Mint.goodClaims()));
            var verdicts =
                    threads.invokeAll(Stream.generate(() -> one).limit(50).toList());
            for (var verdict : verdicts) {
                assertInstanceOf(TokenVerdict.Unknown.class, verdict.get());
            }
            assertEquals(1, server.fetches());
        }
    }

    private void renew() {
        issuers.renew();
    }

    private static String both() {
        return FIRST.jwks().replace("]}", "," + SECOND.jwks().substring("{\"keys\":[".length()));
    }

    /** Good at the clock's time. */
    private JwtClaims good() {
        var claims = Mint.goodClaims();
        claims.setExpirationTime(Mint.at(clock.instant().plusSeconds(60)));
        return claims;
    }

    private void assertAccepted(Mint mint) {
        assertEquals(accepted(), kind(issuers.verify(mint.sign(good()))));
    }

    private void assertRefused(Mint mint) {
        assertEquals(new TokenVerdict.Invalid(TokenVerdict.Reason.NOT_ACCEPTED), issuers.verify(mint.sign(good())));
    }

    private void assertUnknown(Mint mint) {
        assertEquals(new TokenVerdict.Unknown(), issuers.verify(mint.sign(good())));
    }

    private static Class<?> accepted() {
        return TokenVerdict.Valid.class;
    }

    private static Class<?> kind(TokenVerdict verdict) {
        return verdict.getClass();
    }

    private static final class MovableClock extends Clock {
        private Instant now = Mint.NOW;

        void move(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
