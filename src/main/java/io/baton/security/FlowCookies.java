package io.baton.security;

import io.baton.security.IssuedTokens.Purpose;
import io.baton.token.TokenClaims;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes and reads the cookies of a sign-in at another site: one for each that has begun, signed by us, so that any node can finish it;
 * and the ID token that it ended with, which that site wants back at the sign-out.
 */
@ApplicationScoped
public class FlowCookies {
    private static final String FLOW_PATH = "/login";
    private static final String ID_TOKEN_PATH = "/logout";
    private static final int NAMED_BY = 8;

    /** Several tabs may sign in at the same time. More are refused room: a browser sends all its cookies with each request. */
    private static final int MOST_FLOWS = 5;

    /** Browsers drop a cookie whose name and value have more than 4,096 bytes (RFC 6265bis, 5.6). */
    private static final int LONGEST_ID_TOKEN = 3_900;

    @Inject
    IssuedTokens issuedTokens;

    @Inject
    SecurityConfig config;

    /**
     * Keeps {@code values} in the browser. Where that has many, it removes the others.
     *
     * @param state of the flow: at least eight letters or digits
     */
    public List<SetCookie> begin(
            HttpServletRequest request, String state, Map<String, String> values, Duration lifetime) {
        var token = issuedTokens.issue(values, Purpose.FLOW, lifetime);
        var one = SetCookie.of(name(state), token, FLOW_PATH, lifetime, request.isSecure());
        var others = names(request);
        var removed = others.size() < MOST_FLOWS ? List.<String>of() : others;
        return Stream.concat(
                        removed.stream().map(name -> SetCookie.cleared(name, FLOW_PATH, request.isSecure())),
                        Stream.of(one.lax()))
                .toList();
    }

    /** What was kept by {@link #begin}; empty where it has expired, or another browser has it. */
    public Optional<Map<String, String>> find(HttpServletRequest request, String state, List<String> members) {
        return PresentedCredentials.cookie(request, name(state))
                .flatMap(token -> issuedTokens.claims(token, Purpose.FLOW))
                .filter(claims -> members.stream().allMatch(member -> claims.text(member) != null))
                .map(claims -> values(claims, members));
    }

    private static Map<String, String> values(TokenClaims claims, List<String> members) {
        return members.stream().collect(Collectors.toMap(member -> member, claims::text));
    }

    public SetCookie end(HttpServletRequest request, String state) {
        return SetCookie.cleared(name(state), FLOW_PATH, request.isSecure());
    }

    /** For as long as a session. Empty where browsers would not keep it. */
    public Optional<SetCookie> forIdToken(String idToken, boolean secure) {
        return idToken.length() > LONGEST_ID_TOKEN
                ? Optional.empty()
                : Optional.of(idToken(idToken, config.sessionLifetime, secure));
    }

    public static SetCookie withoutIdToken(boolean secure) {
        return idToken("", Duration.ZERO, secure);
    }

    /** It is sent to one path only, because it is long; so it can't have the prefix of the other cookies. */
    private static SetCookie idToken(String value, Duration maxAge, boolean secure) {
        var name = (secure ? SetCookie.TLS_ONLY : "") + SetCookie.ID_TOKEN;
        return new SetCookie(name, value, ID_TOKEN_PATH, maxAge, secure, SetCookie.SameSite.STRICT);
    }

    /** As the browser sends it: not verified. */
    public static Optional<String> idToken(HttpServletRequest request) {
        return PresentedCredentials.cookie(request, SetCookie.TLS_ONLY, SetCookie.ID_TOKEN);
    }

    private static List<String> names(HttpServletRequest request) {
        var prefix = (request.isSecure() ? SetCookie.HOST_ONLY : "") + SetCookie.FLOW;
        return Stream.ofNullable(request.getCookies())
                .flatMap(Stream::of)
                .map(Cookie::getName)
                .filter(name -> name.startsWith(prefix))
                .map(name -> SetCookie.FLOW + name.substring(prefix.length()))
                .distinct()
                .toList();
    }

    private static String name(String state) {
        return SetCookie.FLOW + state.substring(0, Math.min(NAMED_BY, state.length()));
    }
}
