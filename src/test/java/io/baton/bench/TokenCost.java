package io.baton.bench;

import io.baton.token.Issuers;
import io.baton.token.Mint;
import io.baton.token.SigningKeys;
import io.baton.token.TokenVerdict;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.jose4j.keys.EllipticCurves;

/**
 * Prints the CPU time of verifying one token, which is what authentication costs a request: of one that was seen before, as clients send
 * the same with each request, and of one that is new. Each is the median of rounds, after some that do not count.
 */
final class TokenCost {
    private static final Clock CLOCK = Clock.fixed(Mint.NOW, ZoneOffset.UTC);
    private static final int ROUNDS = 15;
    private static final int WARM_UP = 5;
    private static final int TIMES = 200;

    private TokenCost() {}

    public static void main(String... none) {
        Logger.getLogger("io.baton").setLevel(Level.OFF);
        var rsa = new Mint();
        var curve = Mint.onCurve(EllipticCurves.P256);
        System.out.printf("%-24s %12s %12s%n", "µs of CPU", "seen before", "new");
        for (var algorithm : List.of("RS256", "PS256")) {
            external(algorithm, rsa, algorithm, 2);
        }
        external("ES256", curve, "ES256", 2);
        external("RS256, 150 groups", rsa, "RS256", 150);
        own("our own, RS256", rsa, "RS256");
        own("our own, ES256", curve, "ES256");
    }

    private static void external(String name, Mint mint, String algorithm, int groups) {
        var issuers = issuers(mint, algorithm);
        print(
                name,
                tokens(mint, algorithm, Mint.ISSUER, Mint.AUDIENCE, groups),
                token -> require(issuers.verify(token) instanceof TokenVerdict.Valid));
    }

    private static void own(String name, Mint mint, String algorithm) {
        var keys = mint.signingKeys(CLOCK);
        print(
                name,
                tokens(mint, algorithm, SigningKeys.ISSUER, SigningKeys.AUDIENCE, 2),
                token -> require(keys.verify(token).isPresent()));
    }

    /** As many as are new in all rounds. */
    private static List<String> tokens(Mint mint, String algorithm, String issuer, String audience, int groups) {
        var names = IntStream.range(0, groups).mapToObj(i -> "department-" + i).toList();
        return IntStream.range(0, (ROUNDS + WARM_UP) * TIMES)
                .mapToObj(i -> {
                    var claims = Mint.goodClaims();
                    claims.setIssuer(issuer);
                    claims.setAudience(audience);
                    claims.setSubject("user-" + i);
                    claims.setStringListClaim("groups", names);
                    return mint.sign(claims, algorithm);
                })
                .toList();
    }

    private static Issuers issuers(Mint mint, String algorithm) {
        return Mint.issuers(
                Map.of(
                        "mp.jwt.verify.issuer",
                        Mint.ISSUER,
                        "mp.jwt.verify.audiences",
                        Mint.AUDIENCE,
                        "mp.jwt.verify.publickey",
                        mint.jwks(),
                        "mp.jwt.verify.publickey.algorithm",
                        algorithm),
                CLOCK);
    }

    private static void print(String name, List<String> tokens, Consumer<String> verify) {
        var fresh = median(tokens.iterator()::next, verify);
        var again = median(tokens::getLast, verify);
        System.out.printf("%-24s %12.1f %12.1f%n", name, again, fresh);
    }

    private static double median(Supplier<String> tokens, Consumer<String> verify) {
        var threads = ManagementFactory.getThreadMXBean();
        var micros = new double[ROUNDS];
        for (var round = -WARM_UP; round < ROUNDS; round++) {
            var before = threads.getCurrentThreadCpuTime();
            for (var i = 0; i < TIMES; i++) {
                verify.accept(tokens.get());
            }
            if (round >= 0) {
                micros[round] = (threads.getCurrentThreadCpuTime() - before) / 1_000.0 / TIMES;
            }
        }
        Arrays.sort(micros);
        return micros[ROUNDS / 2];
    }

    private static void require(boolean asExpected) {
        if (!asExpected) {
            throw new IllegalStateException("The verdict is another one.");
        }
    }
}
