package io.baton.token;

import io.baton.keyfile.InvalidKeys;
import io.baton.keyfile.KeyFormat;
import io.baton.outage.OutageReason;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Logger;
import org.jose4j.http.Get;
import org.jose4j.jwk.PublicJsonWebKey;

/**
 * The keys that an issuer publishes at an address. They are fetched at the start, every five minutes, and when a token has an unknown key
 * id, since the issuer may have changed its keys; but not more often than {@link FetchBudget} allows, because key ids can be invented.
 * While the issuer is away, the known keys serve for another day. Safe for use by several threads, of which one fetches.
 */
final class PublishedKeys implements IssuerKeys {
    private static final Logger LOG = Logger.getLogger(PublishedKeys.class.getName());
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration LONGEST_FETCH = Duration.ofSeconds(6);
    private static final Duration RENEWED_EVERY = Duration.ofMinutes(5);
    private static final Duration KEPT = Duration.ofDays(1);
    private static final int LONGEST = 512 * 1024;

    private final String issuer;
    private final String location;
    private final Clock clock;
    private final FetchBudget budget = new FetchBudget();
    private final ReentrantLock fetching = new ReentrantLock();
    private final Get http = new Get();
    private volatile KeySet known = new KeySet(List.of(), Instant.MIN);
    private volatile OutageReason failure;

    /** Those that have ended; counted by whoever holds {@link #fetching}. */
    private volatile int fetches;

    /** As of the last successful fetch. */
    private record KeySet(List<PublicJsonWebKey> keys, Instant at) {}

    PublishedKeys(String issuer, String location, Clock clock) {
        this.issuer = issuer;
        this.location = location;
        this.clock = clock;
        http.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
        http.setReadTimeout((int) READ_TIMEOUT.toMillis());
        http.setResponseBodySizeLimit(LONGEST);
        http.setRetries(0);
    }

    @Override
    public List<PublicJsonWebKey> find(String keyId) {
        var before = known;
        var found = isUsable(before) ? IssuerKeys.withId(before.keys(), keyId) : List.<PublicJsonWebKey>of();
        return found.isEmpty() ? IssuerKeys.withId(newerThan(before).keys(), keyId) : found;
    }

    /** What went wrong at the last fetch; empty if it succeeded. */
    Optional<OutageReason> failure() {
        return Optional.ofNullable(failure);
    }

    /** To be called every few seconds: fetches if the keys are old, or could not be had. */
    void renewIfDue() {
        var due = failure != null || known.at().isBefore(clock.instant().minus(RENEWED_EVERY));
        if (due && fetching.tryLock()) {
            try {
                fetch();
            } finally {
                fetching.unlock();
            }
        }
    }

    private boolean isUsable(KeySet keys) {
        return keys.at().isAfter(clock.instant().minus(KEPT));
    }

    private KeySet newerThan(KeySet before) {
        var tried = fetches;
        if (!waitForTurn()) {
            throw new IssuerAway(issuer);
        }
        try {
            if (fetches == tried && known == before && budget.take()) {
                fetch();
            }
        } finally {
            fetching.unlock();
        }
        if (failure != null) {
            throw new IssuerAway(issuer);
        }
        return known;
    }

    /** Nobody waits for a fetch once one has failed, or the server's threads would be used up. */
    private boolean waitForTurn() {
        try {
            return failure == null
                    ? fetching.tryLock(LONGEST_FETCH.toMillis(), TimeUnit.MILLISECONDS)
                    : fetching.tryLock();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void fetch() {
        try {
            known = new KeySet(KeyFormat.publicKeys(http.get(location).getBody()), clock.instant());
            if (failure != null) {
                LOG.info("The keys of " + issuer + " could be fetched again.");
                failure = null;
            }
        } catch (IOException away) {
            fail(OutageReason.of(away));
        } catch (InvalidKeys unusable) {
            fail(OutageReason.INVALID_REPLY);
        } finally {
            fetches++;
        }
    }

    private void fail(OutageReason reason) {
        if (failure == null) {
            LOG.warning("The keys of " + issuer + " can't be fetched: " + reason.code() + ". "
                    + (known.keys().isEmpty() ? "Its tokens are answered with 503." : "The known ones serve on."));
        }
        failure = reason;
    }
}
