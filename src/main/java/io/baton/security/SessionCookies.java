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
import java.util.Set;

/**
 * Makes the cookies, each with a token that Baton signed: the session's, which is valid for everything; the stream's, only to read
 * answers; and the device's, which only shows who has signed in with this browser before.
 */
@ApplicationScoped
public class SessionCookies {
    private static final String SESSION_PATH = "/";
    private static final String STREAM_PATH = "/api/chat";
    private static final String DEVICE_PATH = "/login";
    private static final Duration DEVICE_LIFETIME = Duration.ofDays(90);

    @Inject
    IssuedTokens issuedTokens;

    @Inject
    SecurityConfig config;

    @Inject
    Clock clock;

    /**
     * The {@code Set-Cookie} header of the response to a question, so that an {@code EventSource}, which can't send a bearer token, can
     * read the answer. Empty where the request has a cookie of the same user that is valid long enough, and for an API key, which a
     * cookie would outlive.
     */
    public Optional<String> forStream(HttpServletRequest request) {
        return Authentication.of(request)
                .flatMap(signIn -> forStream(signIn, PresentedCredentials.by(request), request.isSecure()))
                .map(SetCookie::header);
    }

    Optional<SetCookie> forStream(Authentication signIn, PresentedCredentials presented, boolean secure) {
        if (signIn.isByCookie() || signIn.isByKey() || hasCookie(signIn.caller(), presented)) {
            return Optional.empty();
        }
        var lasting = issuedTokens.lasting(signIn.identity(), config.streamCookieLifetime);
        var token = issuedTokens.issue(lasting, Purpose.STREAM);
        return Optional.of(SetCookie.of(SetCookie.STREAM, token, STREAM_PATH, left(lasting), secure));
    }

    /** The same in a session, for as long as the configuration allows. */
    public Identity lasting(Identity identity) {
        return issuedTokens.lasting(identity, config.sessionLifetime);
    }

    /** Begins a session, which lasts as long as the configuration and the sign-in allow, and removes a stream cookie. */
    public List<SetCookie> forSession(Identity identity, boolean secure) {
        var lasting = lasting(identity);
        var token = issuedTokens.issue(lasting, Purpose.SESSION);
        return List.of(
                SetCookie.of(SetCookie.SESSION, token, SESSION_PATH, left(lasting), secure),
                SetCookie.cleared(SetCookie.STREAM, STREAM_PATH, secure));
    }

    /** With it, wrong passwords from elsewhere never lock this browser's user out. Signing out does not remove it. */
    public SetCookie forDevice(String device, boolean secure) {
        var known = new Identity(new Caller(device, "", Set.of()), Instant.MAX);
        var lasting = issuedTokens.lasting(known, DEVICE_LIFETIME);
        return SetCookie.of(
                SetCookie.DEVICE, issuedTokens.issue(lasting, Purpose.DEVICE), DEVICE_PATH, left(lasting), secure);
    }

    /** Removes session and stream cookie. */
    public static List<SetCookie> forSignOut(boolean secure) {
        return List.of(
                SetCookie.cleared(SetCookie.SESSION, SESSION_PATH, secure),
                SetCookie.cleared(SetCookie.STREAM, STREAM_PATH, secure));
    }

    /** A stream cookie takes precedence over the session's, so another user's is replaced, and so is one that expires soon. */
    private boolean hasCookie(Caller caller, PresentedCredentials presented) {
        var soon = clock.instant().plus(config.streamCookieLifetime.dividedBy(2));
        var stream = presented.streamCookie().flatMap(token -> issuedTokens.verify(token, Purpose.STREAM));
        var session = presented.sessionCookie().flatMap(token -> issuedTokens.verify(token, Purpose.SESSION));
        return stream.or(() -> session)
                .filter(identity -> identity.caller().userId().equals(caller.userId()))
                .filter(identity -> identity.expiresAt().isAfter(soon))
                .isPresent();
    }

    private Duration left(Identity identity) {
        return Duration.between(clock.instant(), identity.expiresAt());
    }
}
