package io.baton.apikey.admin;

import io.baton.apikey.store.ApiKeyEntity;
import io.baton.catalog.Catalog;
import io.baton.http.JsonBody;
import io.baton.http.Network;
import io.baton.platform.Problem;
import io.baton.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads what an API key is to be restricted to. */
@ApplicationScoped
class KeyBody {
    private static final int LONGEST_NAME = 100;
    private static final int MOST_VALUES = 100;
    private static final int MOST = 1_000_000;
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(90);

    @Inject
    Catalog catalog;

    @Inject
    Clock clock;

    /**
     * Sets all that can be changed of a key; an absent member means that there is no such restriction.
     *
     * @param mayHave the roles that the key may have
     * @throws Problem 400 naming the invalid member
     */
    void apply(JsonBody body, ApiKeyEntity key, Set<String> mayHave) {
        key.name = body.text("name")
                .map(String::strip)
                .filter(name -> !name.isEmpty() && name.length() <= LONGEST_NAME)
                .orElseThrow(() -> Problem.badField("name", "problem.length", "name", LONGEST_NAME));
        key.roles = roles(body, mayHave);
        key.models = texts(body, "models", this::model).orElse(null);
        key.addresses = texts(body, "addresses", KeyBody::address).orElse(new String[0]);
        key.requestsPerMinute = body.wholeNumber("requestsPerMinute", 1, MOST).orElse(null);
        key.answersAtOnce = body.wholeNumber("answersAtOnce", 1, MOST).orElse(null);
        key.expiresAt = expiry(body, key.expiresAt);
    }

    /** Only {@code user} unless more is wanted. */
    private static String[] roles(JsonBody body, Set<String> mayHave) {
        var known = mayHave.stream().sorted().collect(Collectors.joining(", "));
        return texts(body, "roles", role -> {
                    if (!mayHave.contains(role)) {
                        throw Problem.badField("roles", "problem.key-roles", known);
                    }
                    return role;
                })
                .orElseGet(() -> mayHave.contains(Caller.USER) ? new String[] {Caller.USER} : new String[0]);
    }

    private String model(String id) {
        return catalog.find(id)
                .orElseThrow(() -> Problem.badField("models", "problem.choice", "models", catalog.known()))
                .id();
    }

    private static String address(String text) {
        return Network.parse(text)
                .orElseThrow(() -> Problem.badField("addresses", "problem.network", text))
                .toString();
    }

    /** The distinct values of an array; empty if it is absent. */
    private static Optional<String[]> texts(JsonBody body, String member, UnaryOperator<String> checked) {
        return body.array(member, MOST_VALUES)
                .map(array -> IntStream.range(0, array.size())
                        .mapToObj(i -> text(array.get(i), member + "[" + i + "]"))
                        .map(checked)
                        .distinct()
                        .toArray(String[]::new));
    }

    private static String text(JsonValue value, String name) {
        if (value instanceof JsonString text) {
            return Problem.requireStorable(name, text.getString());
        }
        throw Problem.badField(name, "problem.string", name);
    }

    /** In the future, or as it was. */
    private Instant expiry(JsonBody body, Instant before) {
        return body.text("expiresAt")
                .map(text -> {
                    try {
                        var at = Instant.parse(text);
                        if (at.isAfter(clock.instant()) || at.equals(before)) {
                            return at;
                        }
                    } catch (DateTimeParseException noInstant) {
                        // reported below
                    }
                    throw Problem.badField("expiresAt", "problem.key-expiry");
                })
                .orElse(null);
    }

    /** How long the secret before stays valid; empty: the caller does not say. */
    static Optional<Duration> overlap(JsonBody body) {
        return body.text("overlap").map(text -> {
            try {
                var overlap = Duration.parse(text);
                if (!overlap.isNegative() && overlap.compareTo(LONGEST_OVERLAP) <= 0) {
                    return overlap;
                }
            } catch (DateTimeParseException noDuration) {
                // reported below
            }
            throw Problem.badField("overlap", "problem.key-overlap");
        });
    }
}
