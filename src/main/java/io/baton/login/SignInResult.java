package io.baton.login;

import io.baton.security.Identity;
import java.time.Duration;

/** The outcome of signing in with name and password. */
sealed interface SignInResult {
    record SignedIn(Identity identity) implements SignInResult {}

    record Wrong() implements SignInResult {}

    /** Too many attempts; the password was not checked. */
    record TooMany(Duration retryAfter) implements SignInResult {
        /** Rounded up, for the header {@code Retry-After}. */
        long seconds() {
            return retryAfter.plusMillis(999).toSeconds();
        }
    }
}
