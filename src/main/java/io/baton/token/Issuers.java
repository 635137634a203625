package io.baton.token;

import io.baton.outage.OutageReason;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import io.baton.token.TokenVerdict.Invalid;
import io.baton.token.TokenVerdict.Reason;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.jose4j.jwt.consumer.JwtContext;

/** The external issuers of tokens: the one of MicroProfile JWT's settings, and those that {@code baton.issuers} names. */
@ApplicationScoped
public class Issuers {
    /** Longer ones are refused unread. Most proxies forward less. */
    public static final int LONGEST_TOKEN = 16_384;

    private static final Schedule RENEW_KEYS = Schedule.every(Duration.ofSeconds(5));

    @Inject
    Config config;

    @Inject
    Clock clock;

    @Inject
    TaskScheduler tasks;

    private Map<String, Issuer> issuers = Map.of();

    @PostConstruct
    void read() {
        issuers = IssuerSettings.all(config).stream()
                .map(settings -> Issuer.of(settings, clock))
                .collect(Collectors.toUnmodifiableMap(Issuer::name, Function.identity()));
    }

    void begin(@Observes @Priority(4) Startup startup) {
        if (!published().isEmpty()) {
            tasks.startAtOnce("issuer-keys", RENEW_KEYS, this::renew);
        }
    }

    void renew() {
        published().forEach(issuer -> issuer.published().ifPresent(PublishedKeys::renewIfDue));
    }

    private List<Issuer> published() {
        return issuers.values().stream()
                .filter(issuer -> issuer.published().isPresent())
                .toList();
    }

    /** The issuers whose keys can't be fetched at present, each with the reason. */
    public Map<String, OutageReason> away() {
        var away = new TreeMap<String, OutageReason>();
        published()
                .forEach(issuer -> issuer.published()
                        .flatMap(PublishedKeys::failure)
                        .ifPresent(reason -> away.put(issuer.name(), reason)));
        return away;
    }

    /** May block while the issuer's keys are fetched. */
    public TokenVerdict verify(String token) {
        if (token.length() > LONGEST_TOKEN) {
            return new Invalid(Reason.TOO_LONG);
        }
        if (UnverifiedToken.isEncrypted(token)) {
            return decryptAndVerify(token);
        }
        return UnverifiedToken.read(token).map(this::verify).orElseGet(() -> new Invalid(Reason.NOT_ACCEPTED));
    }

    private TokenVerdict verify(JwtContext token) {
        var issuer = issuers.get(UnverifiedToken.issuerOf(token));
        return issuer == null ? new Invalid(Reason.UNKNOWN_ISSUER) : issuer.verify(token);
    }

    /** Nobody knows whose it is before it is decrypted. */
    private TokenVerdict decryptAndVerify(String token) {
        TokenVerdict last = new Invalid(Reason.NOT_ACCEPTED);
        for (var issuer : issuers.values()) {
            if (issuer.isEncrypted()) {
                last = issuer.decryptAndVerify(token);
                if (!last.equals(new Invalid(Reason.NOT_ACCEPTED))) {
                    return last;
                }
            }
        }
        return last;
    }
}
