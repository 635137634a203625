package io.baton.login;

import io.baton.security.Identity;
import java.time.Duration;

/** The outcome of signing in with name and password. */
sealed interface SignInResult {
    /** @param device the id that a browser keeps to be known as one in which this name has signed in; not the user's */
    record SignedIn(Identity identity, String device) implements SignInResult {}

    record Wrong() implements SignInResult {}

    /** The registry can't be asked; the attempt does not count. */
    record Away() implements SignInResult {}

    /** Too many attempts; the password was not checked. */
    record TooMany(Duration retryAfter) implements SignInResult {
        /** Rounded up, for the header {@code Retry-After}. */
        long seconds() {
            return retryAfter.plusMillis(999).toSeconds();
        }
    }
}
