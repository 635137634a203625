package io.baton.token;

import java.util.List;
import org.jose4j.jwk.PublicJsonWebKey;

/** The public keys of one issuer. */
interface IssuerKeys {
    /**
     * The keys that may have signed a token; empty if the issuer has none such. May block while keys are fetched.
     *
     * @param keyId of the token's header; null: any
     * @throws IssuerAway if that can't be known now
     */
    List<PublicJsonWebKey> find(String keyId);

    /** Those from a setting or a file. A single key without an id serves tokens with any. */
    static IssuerKeys of(List<PublicJsonWebKey> keys) {
        var isNameless = keys.size() == 1 && keys.getFirst().getKeyId() == null;
        return keyId -> isNameless ? keys : withId(keys, keyId);
    }

    static List<PublicJsonWebKey> withId(List<PublicJsonWebKey> keys, String keyId) {
        return keyId == null
                ? keys
                : keys.stream().filter(key -> keyId.equals(key.getKeyId())).toList();
    }
}
