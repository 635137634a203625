package io.baton.audit;

import io.baton.apikey.store.ApiKey;
import io.baton.http.ClientAddress;
import io.baton.security.Authentication;
import io.opentelemetry.api.trace.Span;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.spi.Context;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;

/** The request of the current thread, and who makes it. */
@ApplicationScoped
class CurrentRequest {
    @Inject
    HttpServletRequest request;

    @Inject
    BeanManager beans;

    /** {@link Origin#BATON} where there is no request. */
    Origin origin() {
        if (beans.getContexts(RequestScoped.class).stream().noneMatch(Context::isActive)) {
            return Origin.BATON;
        }
        var address = ClientAddress.of(request).address();
        return Authentication.of(request)
                .map(signIn -> of(signIn, address))
                .orElseGet(() -> new Origin(null, "", address, "none", null, traceId()));
    }

    private static Origin of(Authentication signIn, String address) {
        var identity = signIn.identity();
        return new Origin(
                identity.caller().userId(),
                identity.caller().displayName(),
                address,
                signIn.proof().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                identity.session()
                        .or(() -> identity.caller().key().map(ApiKey::id))
                        .map(Object::toString)
                        .orElse(null),
                traceId());
    }

    private static String traceId() {
        var span = Span.current().getSpanContext();
        return span.isValid() ? span.getTraceId() : null;
    }
}
