package io.baton.oidc;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import io.baton.oidc.CodeExchange.NoTokens;
import io.baton.oidc.FlowResult.NotSignedIn;
import io.baton.oidc.FlowResult.SignedIn;
import io.baton.oidc.FlowResult.Why;
import io.baton.oidc.ProviderTokens.Invalid;
import io.baton.platform.SlidingWindows;
import io.baton.platform.SlidingWindows.Window;
import io.baton.security.FlowCookies;
import io.baton.security.Identity;
import io.baton.security.LocalPath;
import io.baton.security.SessionCookies;
import io.baton.security.SetCookie;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Signs in whom the provider leads back, once for each flow. The browser must have begun it, the provider must be the one that was
 * asked (RFC 9207), and the ID token must have been made for this flow. Otherwise nobody is signed in.
 */
@ApplicationScoped
public class FlowEnd {
    private static final Logger LOG = Logger.getLogger(FlowEnd.class.getName());

    @Inject
    OpenIdProvider provider;

    @Inject
    CodeExchange exchange;

    @Inject
    ClaimedIdentity identities;

    @Inject
    FlowCookies flows;

    @Inject
    SessionCookies sessions;

    @Inject
    SlidingWindows windows;

    /** @param request with the provider's answer in its query */
    public FlowResult finish(HttpServletRequest request) {
        var found = flow(request);
        if (found.isEmpty()) {
            return new NotSignedIn(Why.EXPIRED, LocalPath.of(null), List.of());
        }
        var flow = found.get();
        var done = flows.end(request, flow.state().getValue());
        try {
            var tokens = tokens(answer(request, flow), flow);
            var identity = sessions.lasting(identities.of(tokens, flow.nonce()));
            return new SignedIn(identity, flow.next(), cookies(identity, tokens, done, request.isSecure()));
        } catch (NoTokens refused) {
            return failed(refused.why(), refused, flow, done);
        } catch (Invalid invalid) {
            return failed(Why.REFUSED, invalid, flow, done);
        } catch (ProviderAway away) {
            return failed(Why.AWAY, away, flow, done);
        }
    }

    /** Empty where this browser has begun no such flow, or where it was finished before. */
    private Optional<FlowState> flow(HttpServletRequest request) {
        return Optional.ofNullable(request.getParameter("state"))
                .flatMap(state -> flows.find(request, state, FlowState.MEMBERS)
                        .map(FlowState::of)
                        .filter(flow -> flow.state().getValue().equals(state)))
                .filter(flow -> windows.take(
                                new Window("sign-in-flow:" + flow.state().getValue(), 1, FlowStart.LIFETIME))
                        .isZero());
    }

    private AuthenticationResponse answer(HttpServletRequest request, FlowState flow) throws Invalid {
        try {
            var answer = AuthenticationResponseParser.parse(flow.callback(), parameters(request));
            var metadata = provider.document().metadata();
            if (answer.getIssuer() == null && metadata.supportsAuthorizationResponseIssuerParam()
                    || answer.getIssuer() != null && !answer.getIssuer().equals(metadata.getIssuer())) {
                throw new Invalid("another provider has answered than the one that was asked");
            }
            return answer;
        } catch (ParseException malformed) {
            throw new Invalid("the provider's answer can't be read");
        }
    }

    private OIDCTokens tokens(AuthenticationResponse answer, FlowState flow) throws NoTokens, Invalid {
        if (!answer.indicatesSuccess()) {
            throw refused(answer.toErrorResponse().getErrorObject());
        }
        return exchange.tokens(code(answer), flow);
    }

    private static AuthorizationCode code(AuthenticationResponse answer) throws Invalid {
        var code = answer.toSuccessResponse().getAuthorizationCode();
        if (code == null) {
            throw new Invalid("the provider's answer has no code");
        }
        return code;
    }

    /** Keycloak reports that somebody took too long as temporarily unavailable. */
    private static NoTokens refused(ErrorObject error) {
        var isOver = "authentication_expired".equals(error.getDescription());
        var isAway = OAuth2Error.SERVER_ERROR.equals(error) || OAuth2Error.TEMPORARILY_UNAVAILABLE.equals(error);
        var why = OAuth2Error.ACCESS_DENIED.equals(error) ? Why.CANCELLED : isAway ? Why.AWAY : Why.REFUSED;
        return new NoTokens(isOver ? Why.EXPIRED : why, error.getCode());
    }

    private List<SetCookie> cookies(Identity identity, OIDCTokens tokens, SetCookie done, boolean secure) {
        var cookies = new ArrayList<>(sessions.forSession(identity, secure));
        cookies.add(flows.forIdToken(tokens.getIDTokenString(), secure).orElse(FlowCookies.withoutIdToken(secure)));
        cookies.add(done);
        return List.copyOf(cookies);
    }

    private static NotSignedIn failed(Why why, Exception cause, FlowState flow, SetCookie done) {
        LOG.warning("Nobody was signed in: " + cause.getMessage());
        return new NotSignedIn(why, flow.next(), List.of(done));
    }

    private static Map<String, List<String>> parameters(HttpServletRequest request) {
        return request.getParameterMap().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue())));
    }
}
