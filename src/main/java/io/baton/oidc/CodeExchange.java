package io.baton.oidc;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import io.baton.oidc.FlowResult.Why;
import io.baton.oidc.ProviderTokens.Invalid;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/** What a node asks the provider itself: tokens for a code, and claims for an access token. */
@ApplicationScoped
class CodeExchange {
    private static final int SERVER_ERROR = 500;

    @Inject
    @ConfigProperties
    OidcConfig config;

    @Inject
    OpenIdProvider provider;

    /** The provider does not give tokens for a code. */
    static final class NoTokens extends Exception {
        private static final long serialVersionUID = 1L;
        private final Why why;

        /** @param code of OAuth 2.0 */
        NoTokens(Why why, String code) {
            super("the provider answers " + code, null, false, false);
            this.why = why;
        }

        Why why() {
            return why;
        }
    }

    /** The provider takes each code once. */
    OIDCTokens tokens(AuthorizationCode code, FlowState flow) throws NoTokens, Invalid {
        var grant = new AuthorizationCodeGrant(code, flow.callback(), flow.verifier());
        var metadata = provider.document().metadata();
        var endpoint = metadata.getTokenEndpointURI();
        var id = new ClientID(config.clientId.orElseThrow());
        var request = config.clientSecret
                .map(secret -> new TokenRequest.Builder(endpoint, by(id, new Secret(secret), metadata), grant))
                .orElseGet(() -> new TokenRequest.Builder(endpoint, id, grant))
                .build();
        var response = send(request.toHTTPRequest());
        try {
            var parsed = OIDCTokenResponseParser.parse(response);
            if (!parsed.indicatesSuccess()) {
                throw refused(parsed.toErrorResponse().getErrorObject());
            }
            return ((OIDCTokenResponse) parsed.toSuccessResponse()).getOIDCTokens();
        } catch (ParseException | ClassCastException malformed) {
            throw new Invalid("the provider's tokens can't be read");
        }
    }

    /** Claims of the user, whose subject is not yet known to be the right one. */
    Map<String, Object> userInfo(AccessToken token) throws Invalid {
        var endpoint = provider.document().metadata().getUserInfoEndpointURI();
        if (endpoint == null) {
            throw new Invalid("the provider has no userinfo endpoint, but OIDC_ROLES_FROM is userinfo");
        }
        try {
            var parsed = UserInfoResponse.parse(send(new UserInfoRequest(endpoint, token).toHTTPRequest()));
            if (!parsed.indicatesSuccess() || parsed.toSuccessResponse().getUserInfo() == null) {
                throw new Invalid("the provider gives no claims as JSON at its userinfo endpoint");
            }
            return parsed.toSuccessResponse().getUserInfo().toJSONObject();
        } catch (ParseException malformed) {
            throw new Invalid("what the provider's userinfo endpoint answers can't be read");
        }
    }

    private static ClientAuthentication by(ClientID id, Secret secret, OIDCProviderMetadata metadata) {
        var methods = Objects.requireNonNullElse(
                metadata.getTokenEndpointAuthMethods(), List.of(ClientAuthenticationMethod.CLIENT_SECRET_BASIC));
        return methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                        || !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                ? new ClientSecretBasic(id, secret)
                : new ClientSecretPost(id, secret);
    }

    /** Follows no redirect: it would take the client's secret elsewhere. */
    private static HTTPResponse send(HTTPRequest request) {
        request.setConnectTimeout((int) OpenIdProvider.CONNECT.toMillis());
        request.setReadTimeout((int) OpenIdProvider.READ.toMillis());
        request.setFollowRedirects(false);
        try {
            var response = request.send();
            if (response.getStatusCode() >= SERVER_ERROR) {
                throw new ProviderAway("The provider answers " + response.getStatusCode() + ".");
            }
            return response;
        } catch (IOException away) {
            throw new ProviderAway("The provider can't be reached: " + away.getMessage() + ".");
        }
    }

    /** An invalid grant: the code has expired, was used before, or belongs to another sign-in. */
    private static NoTokens refused(ErrorObject error) {
        var why = OAuth2Error.INVALID_GRANT.equals(error) ? Why.EXPIRED : Why.REFUSED;
        return new NoTokens(why, error.getCode());
    }
}
