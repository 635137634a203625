package io.baton.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.baton.token.TokenVerdict.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of docs/tokens.md on what makes a token valid. */
class IssuersTest {
    private static final Clock CLOCK = Clock.fixed(Mint.NOW, ZoneOffset.UTC);
    private static final Mint MINT = new Mint();
    private static final Mint STRANGER = new Mint();
    private static final Mint P256 = Mint.onCurve(EllipticCurves.P256);
    private static final Mint P384 = Mint.onCurve(EllipticCurves.P384);
    private static final Mint P521 = Mint.onCurve(EllipticCurves.P521);

    private final Issuers issuers = issuers(MINT, Map.of());

    @TempDir
    Path folder;

    @Test
    void aGoodTokenIsValid() {
        var valid = assertInstanceOf(TokenVerdict.Valid.class, issuers.verify(MINT.sign(Mint.goodClaims())));
        assertEquals("4711", valid.claims().subject());
        assertEquals(Set.of("user"), valid.roles());
    }

    @Test
    void theAudienceMayBeOneOfSeveralOnBothSidesWithBlanksBetween() {
        var claims = Mint.goodClaims();
        claims.setAudience("one", Mint.AUDIENCE);
        assertValid(issuers, MINT.sign(claims));
        assertRefused(changed(each -> each.setAudience("somebody else")));
        assertRefused(changed(each -> each.unsetClaim("aud")));
        assertRefused(changed(each -> each.setAudience(" " + Mint.AUDIENCE)));
    }

    @Test
    void theIssuerIsComparedExactly() {
        assertReason(Reason.UNKNOWN_ISSUER, changed(each -> each.setIssuer(Mint.ISSUER + "/")));
        assertReason(Reason.UNKNOWN_ISSUER, changed(each -> each.unsetClaim("iss")));
        assertReason(Reason.UNKNOWN_ISSUER, changed(each -> each.setClaim("iss", List.of(Mint.ISSUER))));
    }

    @Test
    void aSubjectIsRequired() {
        assertRefused(changed(each -> each.unsetClaim("sub")));
    }

    @Test
    void aTokenExpiresAfterThirtySecondsOfSkew() {
        assertValid(issuers, changed(each -> each.setExpirationTime(Mint.at(Mint.NOW.minusSeconds(29)))));
        assertReason(Reason.EXPIRED, changed(each -> each.setExpirationTime(Mint.at(Mint.NOW.minusSeconds(31)))));
        assertRefused(changed(each -> each.unsetClaim("exp")));
        assertRefused(changed(each -> each.setClaim("exp", "tomorrow")));
    }

    @Test
    void theSkewIsConfigurable() {
        var patient = issuers(MINT, Map.of("mp.jwt.verify.clock.skew", "300"));
        assertValid(patient, changed(each -> each.setExpirationTime(Mint.at(Mint.NOW.minusSeconds(299)))));
        assertValid(patient, changed(each -> each.setNotBefore(Mint.at(Mint.NOW.plusSeconds(299)))));
        assertReason(
                patient, Reason.EXPIRED, changed(each -> each.setExpirationTime(Mint.at(Mint.NOW.minusSeconds(301)))));
        var strict = issuers(MINT, Map.of("mp.jwt.verify.clock.skew", "0"));
        assertReason(
                strict, Reason.EXPIRED, changed(each -> each.setExpirationTime(Mint.at(Mint.NOW.minusSeconds(1)))));
    }

    @Test
    void clocksFiveMinutesApartAreToldFromAnExpiredToken() {
        assertReason(Reason.NOT_YET_VALID, changed(each -> each.setNotBefore(Mint.at(Mint.NOW.plusSeconds(300)))));
    }

    @Test
    void theAgeOfTokensCanBeLimited() {
        var young = issuers(MINT, Map.of("mp.jwt.verify.token.age", "600"));
        assertValid(young, changed(each -> each.setIssuedAt(Mint.at(Mint.NOW.minusSeconds(629)))));
        assertReason(young, Reason.TOO_OLD, changed(each -> each.setIssuedAt(Mint.at(Mint.NOW.minusSeconds(631)))));
        assertReason(young, Reason.NOT_ACCEPTED, changed(each -> each.unsetClaim("iat")));
        assertValid(issuers, changed(each -> each.unsetClaim("iat")));
    }

    @Test
    void byDefaultRs256AndEs256AreAccepted() {
        assertValid(issuers, MINT.sign(Mint.goodClaims(), "RS256"));
        assertValid(issuers(P256, Map.of()), P256.sign(Mint.goodClaims(), "ES256"));
        for (var other : List.of("RS384", "RS512", "PS256", "PS384", "PS512")) {
            assertRefused(MINT.sign(Mint.goodClaims(), other));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
    void eachAlgorithmWithRsaCanBeConfigured(String algorithm) {
        var one = issuers(MINT, Map.of("mp.jwt.verify.publickey.algorithm", algorithm));
        assertValid(one, MINT.sign(Mint.goodClaims(), algorithm));
        assertReason(
                one, Reason.NOT_ACCEPTED, MINT.sign(Mint.goodClaims(), algorithm.equals("RS256") ? "PS256" : "RS256"));
    }

    @Test
    void eachAlgorithmWithEllipticCurvesCanBeConfiguredAndSeveralAtOnce() {
        var all = Map.of("mp.jwt.verify.publickey.algorithm", "ES256, ES384 ,ES512,RS512");
        assertValid(issuers(P256, all), P256.sign(Mint.goodClaims(), "ES256"));
        assertValid(issuers(P384, all), P384.sign(Mint.goodClaims(), "ES384"));
        assertValid(issuers(P521, all), P521.sign(Mint.goodClaims(), "ES512"));
        assertValid(issuers(MINT, all), MINT.sign(Mint.goodClaims(), "RS512"));
        assertReason(issuers(MINT, all), Reason.NOT_ACCEPTED, MINT.sign(Mint.goodClaims(), "RS256"));
    }

    @Test
    void forgeriesAreRefused() {
        assertRefused(MINT.unsigned(Mint.goodClaims()));
        assertRefused(MINT.signWithPublicKeyAsSecret(Mint.goodClaims()));
        assertRefused(STRANGER.sign(Mint.goodClaims()));
        assertRefused(new Mint(STRANGER, MINT.key().getKeyId()).sign(Mint.goodClaims()));
        assertRefused(STRANGER.signPointingTo("http://127.0.0.1:1/keys", Mint.goodClaims()));
        var signed = MINT.sign(Mint.goodClaims());
        assertRefused(signed.substring(0, signed.lastIndexOf('.') + 1));
        var parts = signed.split("\\.");
        var others = changed(each -> each.setStringListClaim("groups", "admin")).split("\\.");
        assertRefused(parts[0] + '.' + others[1] + '.' + parts[2]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "....", "not a token", "eyJhbGciOiJub25lIn0..", "\u0000"})
    void rubbishIsRefused(String rubbish) {
        assertRefused(rubbish);
    }

    @Test
    void aTokenOf32KilobytesIsRefusedUnread() {
        assertReason(Reason.TOO_LONG, changed(each -> each.setStringClaim("padding", "x".repeat(32_768))));
        assertValid(issuers, changed(each -> each.setStringClaim("padding", "x".repeat(11_000))));
    }

    @Test
    void idTokensAndOthersThatAreNoAccessTokensAreRefused() {
        for (var member : List.of("at_hash", "c_hash", "s_hash", "nonce", "events", "cnf")) {
            assertReason(Reason.NO_ACCESS_TOKEN, changed(each -> each.setClaim(member, "x")));
        }
        for (var kind : List.of("ID", "Refresh", "Offline", "Logout", "unheard-of")) {
            assertReason(Reason.NO_ACCESS_TOKEN, changed(each -> each.setClaim("typ", kind)));
        }
        assertReason(Reason.NO_ACCESS_TOKEN, changed(each -> each.setClaim("token_use", "id")));
        for (var type : List.of("logout+jwt", "secevent+jwt", "dpop+jwt", "id+jwt")) {
            assertReason(Reason.NO_ACCESS_TOKEN, MINT.signTyped(Mint.goodClaims(), type));
        }
    }

    @Test
    void accessTokensThatSaySoAreAccepted() {
        for (var type : List.of("JWT", "jwt", "at+jwt", "application/at+jwt", "AT+JWT")) {
            assertValid(issuers, MINT.signTyped(Mint.goodClaims(), type));
        }
        assertValid(issuers, changed(each -> each.setClaim("typ", "Bearer")));
        assertValid(issuers, changed(each -> each.setClaim("token_use", "access")));
        assertValid(issuers, changed(each -> {
            each.setClaim("typ", "Bearer");
            each.setClaim("nonce", "of a sign-in that older versions of Keycloak copy");
        }));
    }

    @Test
    void eachIssuerHasItsOwnSettingsAndKeys() {
        var partner = "https://partner.example";
        var settings = new HashMap<>(keyIn(MINT));
        settings.put("baton.issuers", "partner, spare-one");
        settings.putAll(further("partner", partner, P256));
        settings.put("baton.issuer.partner.verify.clock.skew", "300");
        settings.put("baton.issuer.partner.roles.claim", "realm_access.roles");
        settings.put("baton.issuer.partner.roles.names", "ops=auditor");
        settings.putAll(further("spare-one", "https://spare.example", STRANGER));
        var several = Mint.issuers(settings, CLOCK);

        var claims = Mint.goodClaims();
        claims.setIssuer(partner);
        claims.setExpirationTime(Mint.at(Mint.NOW.minusSeconds(200)));
        claims.setClaim("realm_access", Map.of("roles", List.of("ops", "admin")));
        var valid = assertInstanceOf(TokenVerdict.Valid.class, several.verify(P256.sign(claims, "ES256")));
        assertEquals(Set.of("auditor"), valid.roles());
        assertValid(several, MINT.sign(Mint.goodClaims()));

        assertReason(several, Reason.NOT_ACCEPTED, MINT.sign(claims));
        assertReason(several, Reason.NOT_ACCEPTED, P256.sign(Mint.goodClaims(), "ES256"));
        assertReason(several, Reason.NOT_ACCEPTED, STRANGER.sign(Mint.goodClaims()));
    }

    @Test
    void aTokenThatIsSignedAndThenEncryptedIsValid() throws IOException {
        var reader = new Mint();
        var encrypted = encrypted(reader);
        for (var algorithm : List.of("RSA-OAEP", "RSA-OAEP-256")) {
            assertValid(encrypted, reader.encrypt(MINT.sign(Mint.goodClaims()), "JWT", algorithm));
        }
        assertReason(
                encrypted, Reason.NOT_ACCEPTED, reader.encrypt(STRANGER.sign(Mint.goodClaims()), "JWT", "RSA-OAEP"));
        assertReason(encrypted, Reason.EXPIRED, reader.encrypt(expired(), "JWT", "RSA-OAEP"));
    }

    @Test
    void encryptionIsNoSignatureAndNeitherMayBeMissing() throws IOException {
        var reader = new Mint();
        var encrypted = encrypted(reader);
        assertReason(encrypted, Reason.NOT_ACCEPTED, MINT.sign(Mint.goodClaims()));
        assertReason(
                encrypted, Reason.NOT_ACCEPTED, reader.encrypt(Mint.goodClaims().toJson(), null, "RSA-OAEP"));
        assertReason(encrypted, Reason.NOT_ACCEPTED, reader.encrypt(MINT.sign(Mint.goodClaims()), null, "RSA-OAEP"));
        assertReason(
                encrypted, Reason.NOT_ACCEPTED, reader.encrypt(MINT.unsigned(Mint.goodClaims()), "JWT", "RSA-OAEP"));
        assertReason(
                encrypted, Reason.NOT_ACCEPTED, new Mint().encrypt(MINT.sign(Mint.goodClaims()), "JWT", "RSA-OAEP"));
        assertRefused(reader.encrypt(MINT.sign(Mint.goodClaims()), "JWT", "RSA-OAEP"));
    }

    @Test
    void theAlgorithmOfEncryptionCanBeConfigured() throws IOException {
        var reader = new Mint();
        var only = issuers(
                MINT,
                Map.of(
                        "mp.jwt.decrypt.key.location",
                        privateKey(reader),
                        "mp.jwt.decrypt.key.algorithm",
                        "RSA-OAEP-256"));
        assertValid(only, reader.encrypt(MINT.sign(Mint.goodClaims()), "JWT", "RSA-OAEP-256"));
        assertReason(only, Reason.NOT_ACCEPTED, reader.encrypt(MINT.sign(Mint.goodClaims()), "JWT", "RSA-OAEP"));
    }

    @Test
    void withoutAnIssuerNoTokenIsAccepted() {
        assertReason(Mint.issuers(Map.of(), CLOCK), Reason.UNKNOWN_ISSUER, MINT.sign(Mint.goodClaims()));
    }

    private Issuers encrypted(Mint reader) throws IOException {
        return issuers(MINT, Map.of("mp.jwt.decrypt.key.location", privateKey(reader)));
    }

    private String privateKey(Mint reader) throws IOException {
        return Files.writeString(
                        folder.resolve("private.json"), reader.key().toJson(OutputControlLevel.INCLUDE_PRIVATE))
                .toString();
    }

    private static Map<String, String> further(String name, String issuer, Mint mint) {
        var prefix = "baton.issuer." + name + ".";
        return Map.of(
                prefix + "verify.issuer",
                issuer,
                prefix + "verify.audiences",
                Mint.AUDIENCE,
                prefix + "verify.publickey",
                mint.jwks());
    }

    private static Map<String, String> keyIn(Mint mint) {
        var settings = new HashMap<>(Mint.settings(""));
        settings.remove("mp.jwt.verify.publickey.location");
        settings.put("mp.jwt.verify.publickey", mint.jwks());
        return settings;
    }

    private static Issuers issuers(Mint mint, Map<String, String> special) {
        var settings = new HashMap<>(keyIn(mint));
        settings.putAll(special);
        return Mint.issuers(settings, CLOCK);
    }

    private static String expired() {
        return changed(each -> each.setExpirationTime(Mint.at(Mint.NOW.minusSeconds(31))));
    }

    private static String changed(Consumer<JwtClaims> change) {
        var claims = Mint.goodClaims();
        change.accept(claims);
        return MINT.sign(claims);
    }

    private static void assertValid(Issuers issuers, String token) {
        assertInstanceOf(TokenVerdict.Valid.class, issuers.verify(token));
    }

    private void assertRefused(String token) {
        assertReason(Reason.NOT_ACCEPTED, token);
    }

    private void assertReason(Reason reason, String token) {
        assertReason(issuers, reason, token);
    }

    private static void assertReason(Issuers issuers, Reason reason, String token) {
        assertEquals(new TokenVerdict.Invalid(reason), issuers.verify(token));
    }
}
