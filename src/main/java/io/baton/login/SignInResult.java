package io.baton.login;

import io.baton.security.Identity;
import java.time.Duration;

/** How signing in with name and password has ended. */
sealed interface SignInResult {
    record SignedIn(Identity identity) implements SignInResult {}

    record Wrong() implements SignInResult {}

    /** Nobody has looked at the password. */
    record TooMany(Duration retryAfter) implements SignInResult {
        /** Whole seconds, as the header of that name has them; never too few. */
        long seconds() {
            return retryAfter.plusMillis(999).toSeconds();
        }
    }
}
