package io.baton.apikey.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;

/**
 * One of the secrets of a key, as its digest.
 *
 * @param until when it ends; null: not before the key
 */
record Secret(ApiKey key, String locator, String digest, Instant until) {
    /** In a time that does not depend on the digest. */
    boolean isThatOf(KeyText text) {
        return MessageDigest.isEqual(
                digest.getBytes(StandardCharsets.US_ASCII), text.digest().getBytes(StandardCharsets.US_ASCII));
    }

    boolean hasEnded(Instant now) {
        return until != null && !until.isAfter(now);
    }
}
