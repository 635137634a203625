package io.baton.apikey.admin;

import io.baton.apikey.store.ApiKeyEntity;
import io.baton.apikey.store.ApiKeys;
import io.baton.apikey.store.KeyStore;
import io.baton.apikey.store.KeyText;
import io.baton.audit.Action;
import io.baton.audit.AuditLog;
import io.baton.budget.Budget;
import io.baton.budget.BudgetBody;
import io.baton.budget.BudgetStore;
import io.baton.http.JsonBody;
import io.baton.http.Version;
import io.baton.platform.Ids;
import io.baton.platform.Problem;
import io.baton.security.Caller;
import io.baton.token.RoleMapping;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/** Changes API keys, each in one transaction. After it {@link ApiKeys#changed} must be called. */
@ApplicationScoped
@Transactional
class KeyChanges {
    private static final String ISSUER_OF_SERVICES = "urn:baton:service";

    @Inject
    KeyStore store;

    @Inject
    BudgetStore budgets;

    @Inject
    KeyBody keyBody;

    @Inject
    AuditLog audit;

    @Inject
    @ConfigProperties
    KeysConfig config;

    @Inject
    Clock clock;

    /** Who changes a key, and whether as an admin, who may change those of others. */
    record Editor(Caller caller, boolean isAdmin) {
        /** A key that could make others would outlive its own revocation, and escape its restrictions. */
        private void mustUseNoKey() {
            if (caller.key().isPresent()) {
                throw Problem.forbidden("problem.by-key");
            }
        }

        void mustOwn(ApiKeyEntity key) {
            if (!isAdmin) {
                caller.mustOwn("key", key.userId);
            }
        }

        /** A service may have any role; a person's key at most those of its owner, as far as they are known. */
        private Set<String> mayGive(ApiKeyEntity key) {
            if (key.service) {
                return RoleMapping.ROLES;
            }
            return key.userId.equals(caller.userId()) ? caller.roles() : Set.of(key.roles);
        }
    }

    /** Makes a key of the caller, or, as an admin, of a service. Only the result has the secret. */
    public KeyView make(Editor by, JsonBody body) {
        by.mustUseNoKey();
        var now = clock.instant();
        var key = new ApiKeyEntity();
        key.id = Ids.next();
        key.service = by.isAdmin();
        key.userId = key.service
                ? Caller.userIdOf(ISSUER_OF_SERVICES, key.id.toString())
                : by.caller().userId();
        key.createdAt = now;
        key.createdBy = by.caller().userId();
        if (!key.service && store.valid(key.userId, now) >= config.mostPerPerson) {
            throw Problem.forbidden("problem.keys-at-most", config.mostPerPerson);
        }
        keyBody.apply(body, key, by.mayGive(key));
        key.displayName = key.service ? key.name : by.caller().displayName();
        var secret = KeyText.random();
        key.rotate(secret, null);
        store.insert(key);
        var made = KeyView.of(key, setBudget(by, body, key), secret);
        record(Action.API_KEY_CREATED, key, null, made);
        return made;
    }

    /** Replaces all that can be changed of a key. */
    public KeyView change(Editor by, UUID id, JsonBody body, String ifMatch) {
        var key = lockValid(by, id, ifMatch);
        var before = view(key, null);
        keyBody.apply(body, key, by.mayGive(key));
        key.displayName = key.service ? key.name : key.displayName;
        store.changed(key);
        var after = KeyView.of(key, setBudget(by, body, key), null);
        record(Action.API_KEY_CHANGED, key, before, after);
        return after;
    }

    /** Gives a key a new secret; the one before stays valid for some time. Only the result has the secret. */
    public KeyView rotate(Editor by, UUID id, JsonBody body, String ifMatch) {
        var key = lockValid(by, id, ifMatch);
        var before = view(key, null);
        var overlap = KeyBody.overlap(body).orElse(config.rotationOverlap);
        var secret = KeyText.random();
        key.rotate(secret, overlap.isZero() ? null : clock.instant().plus(overlap));
        store.changed(key);
        var after = view(key, secret);
        record(Action.API_KEY_ROTATED, key, before, after);
        return after;
    }

    /** Revokes a key for ever. Repeats do nothing. */
    public void revoke(Editor by, UUID id) {
        by.mustUseNoKey();
        var key = store.lock(id);
        by.mustOwn(key);
        if (key.revokedAt == null) {
            var before = view(key, null);
            key.revokedAt = clock.instant();
            key.revokedBy = by.caller().userId();
            store.changed(key);
            record(Action.API_KEY_REVOKED, key, before, null);
        }
    }

    private ApiKeyEntity lockValid(Editor by, UUID id, String ifMatch) {
        by.mustUseNoKey();
        var key = store.lock(id);
        by.mustOwn(key);
        if (key.revokedAt != null) {
            throw Problem.forbidden("problem.key-was-revoked");
        }
        Version.check(ifMatch, view(key, null).version());
        return key;
    }

    /** Null: none. */
    private Budget setBudget(Editor by, JsonBody body, ApiKeyEntity key) {
        var owner = key.key().budgetOwner();
        var budget = body.object("budget").map(each -> BudgetBody.read(owner, each));
        budget.ifPresentOrElse(
                each -> budgets.set(each, by.caller().userId(), clock.instant()),
                () -> budgets.remove(owner, clock.instant()));
        return budget.orElse(null);
    }

    /** @param before null: there was no key; {@code after} null: there is none any more */
    private void record(Action action, ApiKeyEntity key, KeyView before, KeyView after) {
        audit.record(
                action,
                "key:" + key.id,
                before == null ? null : before.settings(),
                after == null ? null : after.settings());
    }

    /** @param secret null: it is not shown again */
    public KeyView view(ApiKeyEntity key, KeyText secret) {
        return KeyView.of(key, budgets.of(key.key().budgetOwner()).orElse(null), secret);
    }
}
