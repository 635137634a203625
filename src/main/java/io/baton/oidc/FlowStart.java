package io.baton.oidc;

import com.nimbusds.langtag.LangTag;
import com.nimbusds.langtag.LangTagException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import io.baton.platform.Language;
import io.baton.security.FlowCookies;
import io.baton.security.SetCookie;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/**
 * Leads a browser to the provider: the authorization code flow with PKCE (OpenID Connect Core 1.0, 3.1; RFC 7636). {@link FlowEnd}
 * finishes it, on whichever node.
 */
@ApplicationScoped
public class FlowStart {
    /** How long somebody may take to sign in at the provider. */
    static final Duration LIFETIME = Duration.ofMinutes(15);

    private static final String OPENID = "openid";

    @Inject
    @ConfigProperties
    OidcConfig config;

    @Inject
    OpenIdProvider provider;

    @Inject
    FlowCookies flows;

    /** Where the browser goes, and what it keeps. */
    public record Departure(URI address, List<SetCookie> cookies) {}

    /**
     * @param callback our address, at which the browser comes back
     * @param next     a local path: where it goes then
     * @throws ProviderAway where nothing is known of the provider
     */
    public Departure begin(HttpServletRequest request, URI callback, String next, Language language) {
        var flow = FlowState.begin(callback, next);
        var scope = new Scope(OPENID);
        config.scopes.items().forEach(scope::add);
        var id = new ClientID(config.clientId.orElseThrow());
        var address = new AuthenticationRequest.Builder(ResponseType.CODE, scope, id, callback)
                .endpointURI(provider.document().metadata().getAuthorizationEndpointURI())
                .state(flow.state())
                .nonce(flow.nonce())
                .codeChallenge(flow.verifier(), CodeChallengeMethod.S256)
                .uiLocales(List.of(tag(language)))
                .build()
                .toURI();
        return new Departure(address, flows.begin(request, flow.state().getValue(), flow.values(), LIFETIME));
    }

    private static LangTag tag(Language language) {
        try {
            return LangTag.parse(language.tag());
        } catch (LangTagException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
