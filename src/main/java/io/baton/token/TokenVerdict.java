package io.baton.token;

import java.util.Set;

/** Whether a token is valid. */
public sealed interface TokenVerdict {
    /**
     * It is.
     *
     * @param roles of ours that its issuer gives
     */
    record Valid(TokenClaims claims, Set<String> roles) implements TokenVerdict {}

    /** It is not, and never will be, except if it is {@link Reason#NOT_YET_VALID}. */
    record Invalid(Reason reason) implements TokenVerdict {}

    /** Nobody can know now, because its issuer's keys can't be had. */
    record Unknown() implements TokenVerdict {}

    /** Why a token is invalid; only a good signature gives another one than the first three. */
    enum Reason {
        /** Not a token, forged, or not meant for us. */
        NOT_ACCEPTED,
        TOO_LONG,
        /** None of the configured issuers. */
        UNKNOWN_ISSUER,
        EXPIRED,
        /** Also where its issuer's clock is ahead of ours. */
        NOT_YET_VALID,
        /** Issued longer ago than {@code mp.jwt.verify.token.age} allows. */
        TOO_OLD,
        /** An ID token, a refresh token, or another one that says who somebody is, not what its bearer may do. */
        NO_ACCESS_TOKEN
    }
}
