package io.baton.security;

import java.time.Duration;

/** How signing in with name and password has ended. */
sealed interface Attempt {
    record SignedIn(Identity identity) implements Attempt {}

    record Wrong() implements Attempt {}

    /** Nobody has looked at the password. */
    record TooMany(Duration retryAfter) implements Attempt {
        /** Whole seconds, as the header of that name has them; never too few. */
        long seconds() {
            return retryAfter.plusMillis(999).toSeconds();
        }
    }
}
