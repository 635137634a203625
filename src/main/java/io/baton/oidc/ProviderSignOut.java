package io.baton.oidc;

import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.text.ParseException;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/** Where a browser goes to end its session at the provider, too (OpenID Connect RP-Initiated Logout 1.0). */
@ApplicationScoped
public class ProviderSignOut {
    @Inject
    @ConfigProperties
    OidcConfig config;

    @Inject
    OpenIdProvider provider;

    /**
     * Empty where the provider has no such address, or can't be asked for it.
     *
     * @param idToken of the sign-in, as the browser has kept it; without it the provider asks the reader whether they mean it
     * @param back    our address, where the provider leads to afterwards
     */
    public Optional<URI> address(Optional<String> idToken, URI back) {
        return endpoint()
                .map(endpoint -> new LogoutRequest(
                                endpoint,
                                idToken.flatMap(ProviderSignOut::parsed).orElse(null),
                                null,
                                new ClientID(config.clientId.orElseThrow()),
                                back,
                                null,
                                null)
                        .toURI());
    }

    private Optional<URI> endpoint() {
        try {
            return Optional.ofNullable(provider.document().metadata().getEndSessionEndpointURI());
        } catch (ProviderAway away) {
            return Optional.empty();
        }
    }

    private static Optional<JWT> parsed(String token) {
        try {
            return Optional.of(JWTParser.parse(token));
        } catch (ParseException malformed) {
            return Optional.empty();
        }
    }
}
