package io.baton.security;

import io.baton.security.IssuedTokens.Purpose;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The cookies, each with a token that Baton signed: one for everything, one only to read answers, and one that only shows who has
 * signed in with this browser before.
 */
@ApplicationScoped
public class SessionCookies {
    private static final String SESSION_PATH = "/";
    private static final String STREAM_PATH = "/api/chat";
    private static final String DEVICE_PATH = "/login";
    private static final Duration DEVICE_LIFETIME = Duration.ofDays(90);

    @Inject
    IssuedTokens ownTokens;

    @Inject
    SecurityConfig config;

    @Inject
    Clock clock;

    /**
     * The {@code Set-Cookie} header to answer a question with, so that an {@code EventSource}, which can't send a
     * bearer token, may read the answer. Empty where the request has a cookie of its user that is good for a while.
     */
    public Optional<String> forStream(HttpServletRequest request) {
        return Authentication.of(request)
                .flatMap(signIn -> forStream(signIn, PresentedCredentials.by(request), request.isSecure()))
                .map(SetCookie::header);
    }

    Optional<SetCookie> forStream(Authentication signIn, PresentedCredentials presented, boolean secure) {
        if (signIn.byCookieAlone() || hasCookie(signIn.caller(), presented)) {
            return Optional.empty();
        }
        var lasting = ownTokens.lasting(signIn.identity(), config.streamCookieLifetime);
        var token = ownTokens.issue(lasting, Purpose.STREAM);
        return Optional.of(SetCookie.of(SetCookie.STREAM, token, STREAM_PATH, left(lasting), secure));
    }

    /** Begins a session, as long as the configuration and the sign-in allow; nobody else's stream cookie stays. */
    public List<SetCookie> forSession(Identity identity, boolean secure) {
        var lasting = ownTokens.lasting(identity, config.sessionLifetime);
        var token = ownTokens.issue(lasting, Purpose.SESSION);
        return List.of(
                SetCookie.of(SetCookie.SESSION, token, SESSION_PATH, left(lasting), secure),
                SetCookie.cleared(SetCookie.STREAM, STREAM_PATH, secure));
    }

    /** By which guesses of others never keep this browser's user out; it stays when the user signs out. */
    public SetCookie forDevice(Caller caller, boolean secure) {
        var lasting = ownTokens.lasting(new Identity(caller, Instant.MAX), DEVICE_LIFETIME);
        return SetCookie.of(
                SetCookie.DEVICE, ownTokens.issue(lasting, Purpose.DEVICE), DEVICE_PATH, left(lasting), secure);
    }

    public static List<SetCookie> forNobody(boolean secure) {
        return List.of(
                SetCookie.cleared(SetCookie.SESSION, SESSION_PATH, secure),
                SetCookie.cleared(SetCookie.STREAM, STREAM_PATH, secure));
    }

    /** A stream's cookie wins over the session's, so another user's must go; one that soon ends is made anew. */
    private boolean hasCookie(Caller caller, PresentedCredentials presented) {
        var soon = clock.instant().plus(config.streamCookieLifetime.dividedBy(2));
        var stream = presented.streamCookie().flatMap(token -> ownTokens.verify(token, Purpose.STREAM));
        var session = presented.sessionCookie().flatMap(token -> ownTokens.verify(token, Purpose.SESSION));
        return stream.or(() -> session)
                .filter(identity -> identity.caller().userId().equals(caller.userId()))
                .filter(identity -> identity.expiresAt().isAfter(soon))
                .isPresent();
    }

    private Duration left(Identity identity) {
        return Duration.between(clock.instant(), identity.expiresAt());
    }
}
