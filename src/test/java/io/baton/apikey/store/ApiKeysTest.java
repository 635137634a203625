package io.baton.apikey.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.platform.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiKeysTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final String HERE = "192.0.2.1";

    /** The table, as if it were in memory. */
    private static final class Rows extends KeyStore {
        private final List<ApiKeyEntity> all = new ArrayList<>();
        private int reads;
        private boolean isAway;

        @Override
        public List<ApiKeyEntity> changedWithin(Duration age) {
            reads++;
            if (isAway) {
                throw new IllegalStateException("away");
            }
            return List.copyOf(all);
        }

        @Override
        public long count(String userId) {
            return all.size();
        }

        @Override
        public Set<UUID> ids() {
            return all.stream().map(row -> row.id).collect(Collectors.toSet());
        }
    }

    private final Rows rows = new Rows();
    private final ApiKeys keys = new ApiKeys();
    private final KeyText text = KeyText.random();
    private final ApiKeyEntity row = row(text);

    @BeforeEach
    void wire() {
        keys.store = rows;
        keys.clock = Clock.fixed(NOW, ZoneOffset.UTC);
        keys.uses = new LastUses();
        keys.uses.clock = keys.clock;
        rows.all.add(row);
        keys.refresh();
        rows.reads = 0;
    }

    @Test
    void aKnownKeyCostsNoStatement() {
        for (var i = 0; i < 1_000; i++) {
            assertEquals(row.id, keys.check(text.text(), HERE).id());
        }
        assertEquals(0, rows.reads);
    }

    @Test
    void aKeyThatAnotherNodeHasJustMadeIsFound() {
        var made = KeyText.random();
        rows.all.add(row(made));
        keys.check(made.text(), HERE);
        assertEquals(1, rows.reads);
    }

    @Test
    void aFloodOfUnknownKeysIsNoFloodOfStatements() {
        var began = System.nanoTime();
        for (var i = 0; i < 10_000; i++) {
            var unknown = KeyText.random().text();
            assertEquals(Problem.Kind.NOT_SIGNED_IN, refusal(unknown));
        }
        var tenths = Duration.ofNanos(System.nanoTime() - began).toMillis() / 100;
        assertTrue(rows.reads <= tenths + 1, () -> rows.reads + " reads");
    }

    @Test
    void aKeyWithAWrongCharacterCostsNoStatement() {
        refusal(text.text().substring(0, 49) + (text.text().endsWith("0") ? '1' : '0'));
        assertEquals(0, rows.reads);
    }

    @Test
    void theSecretMustBeRightNotOnlyItsLocator() {
        KeyText other;
        do {
            other = KeyText.random();
        } while (other.text().equals(text.text()));
        row.locator = other.locator();
        keys.refresh();
        assertEquals(Problem.Kind.NOT_SIGNED_IN, refusal(other.text()));
    }

    @Test
    void whileTheTableIsAwayKnownKeysGoOnAndUnknownOnesAreNotCalledInvalid() {
        rows.isAway = true;
        assertThrows(IllegalStateException.class, keys::refresh);
        assertEquals(row.id, keys.check(text.text(), HERE).id());
        for (var i = 0; i < 3; i++) {
            assertEquals(Problem.Kind.UNAVAILABLE, refusal(KeyText.random().text()));
        }
    }

    @Test
    void theSecretBeforeARotationIsValidUntilItsTime() {
        var next = KeyText.random();
        row.rotate(next, NOW.plusSeconds(1));
        keys.refresh();
        keys.check(text.text(), HERE);
        keys.check(next.text(), HERE);
        row.oldUntil = NOW;
        keys.refresh();
        assertEquals(Problem.Kind.NOT_SIGNED_IN, refusal(text.text()));
        row.rotate(KeyText.random(), null);
        keys.refresh();
        assertEquals(Problem.Kind.NOT_SIGNED_IN, refusal(next.text()));
    }

    @Test
    void aRevocationIsToldOnce() {
        var told = new ArrayList<UUID>();
        keys.onRevocation(told::add);
        row.revokedAt = NOW;
        keys.refresh();
        keys.refresh();
        assertEquals(List.of(row.id), told);
        assertTrue(keys.isRevoked(row.id));
        assertEquals(Problem.Kind.NOT_SIGNED_IN, refusal(text.text()));
    }

    @Test
    void aKeyThatWasErasedWithItsOwnerIsNoKeyAnyMore() {
        var told = new ArrayList<UUID>();
        keys.onRevocation(told::add);
        rows.all.set(0, row(KeyText.random()));
        keys.refresh();
        assertEquals(List.of(row.id), told);
        assertEquals(Problem.Kind.NOT_SIGNED_IN, refusal(text.text()));
    }

    @Test
    void aKeyExpires() {
        row.expiresAt = NOW.plusMillis(1);
        keys.refresh();
        keys.check(text.text(), HERE);
        row.expiresAt = NOW;
        keys.refresh();
        assertEquals(Problem.Kind.NOT_SIGNED_IN, refusal(text.text()));
    }

    @Test
    void aKeyIsUsedFromItsAddressesOnly() {
        row.addresses = new String[] {"198.51.100.0/24", "2001:db8::/32"};
        keys.refresh();
        keys.check(text.text(), "198.51.100.7");
        keys.check(text.text(), "2001:db8::7");
        assertEquals(Problem.Kind.FORBIDDEN, refusal(text.text()));
    }

    private Problem.Kind refusal(String token) {
        return assertThrows(Problem.class, () -> keys.check(token, HERE)).kind();
    }

    private static ApiKeyEntity row(KeyText text) {
        var row = new ApiKeyEntity();
        row.id = UUID.randomUUID();
        row.name = "a key";
        row.userId = "0123456789abcdef0123456789abcdef";
        row.displayName = "Ada";
        row.roles = new String[] {"user"};
        row.addresses = new String[0];
        row.rotate(text, null);
        return row;
    }
}
