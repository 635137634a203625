package io.baton.token;

/** Whether a token is valid can't be known, because its issuer's keys can't be had. Says nothing about the token. */
final class IssuerAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IssuerAway(String issuer) {
        super("The keys of " + issuer + " can't be fetched.", null, false, false);
    }
}
