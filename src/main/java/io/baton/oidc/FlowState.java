package io.baton.oidc;

import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * What a sign-in must know again when the provider leads the browser back. The browser keeps it, so any node can go on.
 *
 * @param state    makes sure that the browser that comes back is the one that left
 * @param nonce    makes sure that the ID token was made for this sign-in
 * @param verifier of PKCE: makes sure that whoever redeems the code has begun the sign-in
 * @param callback the address that the provider was told
 * @param next     a local path
 */
record FlowState(State state, Nonce nonce, CodeVerifier verifier, URI callback, String next) {
    static final List<String> MEMBERS = List.of("state", "nonce", "verifier", "callback", "next");

    static FlowState begin(URI callback, String next) {
        return new FlowState(new State(), new Nonce(), new CodeVerifier(), callback, next);
    }

    /** @param values of all {@link #MEMBERS} */
    static FlowState of(Map<String, String> values) {
        return new FlowState(
                new State(values.get("state")),
                new Nonce(values.get("nonce")),
                new CodeVerifier(values.get("verifier")),
                URI.create(values.get("callback")),
                values.get("next"));
    }

    Map<String, String> values() {
        return Map.of(
                "state", state.getValue(),
                "nonce", nonce.getValue(),
                "verifier", verifier.getValue(),
                "callback", callback.toString(),
                "next", next);
    }
}
