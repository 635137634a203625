package io.baton.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which key has signed a token, for tokens that were verified before: a client sends the same one with each request, and verifying a
 * signature of an elliptic curve takes a millisecond. Whether the key still counts, and all else, is checked each time. Keeps a hash of
 * a token only, and only of verified ones, so that nobody else can fill it. Safe for use by several threads.
 */
final class VerifiedSignatures {
    private static final int MOST = 10_000;

    private final Map<ByteBuffer, Key> signers = new ConcurrentHashMap<>();

    /** The whole token, because the signature is over its beginning, and is its end. */
    static ByteBuffer hash(String token) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    Optional<Key> signer(ByteBuffer hash) {
        return Optional.ofNullable(signers.get(hash));
    }

    void add(ByteBuffer hash, Key signer) {
        if (signers.size() >= MOST) {
            signers.clear();
        }
        signers.put(hash, signer);
    }
}
