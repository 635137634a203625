package io.baton.oidc;

import io.baton.security.Identity;
import io.baton.security.SetCookie;
import java.util.List;

/** How a sign-in at the provider has ended. */
public sealed interface FlowResult {
    /** A local path: where the reader wanted to go. */
    String next();

    /** For the response. */
    List<SetCookie> cookies();

    /** @param cookies those of the new session among them */
    record SignedIn(Identity identity, String next, List<SetCookie> cookies) implements FlowResult {}

    record NotSignedIn(Why why, String next, List<SetCookie> cookies) implements FlowResult {}

    /** Why nobody is signed in. */
    enum Why {
        /** It took too long, was finished before, or was begun in another browser. */
        EXPIRED(400),
        /** By the reader, or the provider keeps them out. */
        CANCELLED(403),
        /** What the provider has sent is not right. The log says what. */
        REFUSED(400),
        /** The provider can't be reached. */
        AWAY(503);

        private final int status;

        Why(int status) {
            this.status = status;
        }

        /** Of HTTP. */
        public int status() {
            return status;
        }
    }
}
