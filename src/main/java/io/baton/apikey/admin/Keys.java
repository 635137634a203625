package io.baton.apikey.admin;

import io.baton.apikey.admin.KeyChanges.Editor;
import io.baton.apikey.store.ApiKeyEntity;
import io.baton.apikey.store.ApiKeys;
import io.baton.apikey.store.KeyStore;
import io.baton.budget.BudgetReport;
import io.baton.budget.BudgetStatus;
import io.baton.budget.BudgetStore;
import io.baton.http.JsonBody;
import io.baton.http.Paging;
import io.baton.platform.Ids;
import io.baton.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** What both resources of API keys do. Responses with a secret are never cached. */
@ApplicationScoped
class Keys {
    @Inject
    KeyStore store;

    @Inject
    KeyChanges changes;

    @Inject
    ApiKeys known;

    @Inject
    BudgetStore budgets;

    @Inject
    BudgetReport reports;

    /** @param userId whose; null: everybody's */
    KeyView.Page page(String userId, Paging paging) {
        var rows = store.page(userId, (paging.page() - 1) * paging.limit(), paging.limit());
        var owned = budgets.of(rows.stream().map(row -> row.key().budgetOwner()).toList());
        var views = rows.stream()
                .map(row -> KeyView.of(row, owned.get(row.key().budgetOwner()), null))
                .toList();
        return new KeyView.Page(views, paging.page(), paging.limit(), store.count(userId));
    }

    Response get(Editor by, String id) {
        return tagged(Response.ok(), changes.view(found(by, id), null)).build();
    }

    /** What is spent by the key, and of its budget. */
    BudgetStatus budget(Editor by, String id) {
        return reports.status(found(by, id).key().budgetOwner());
    }

    Response make(Editor by, JsonObject json) {
        return shownOnce(Response.status(Response.Status.CREATED), changes.make(by, new JsonBody(json)));
    }

    Response change(Editor by, String id, JsonObject json, String ifMatch) {
        var key = changes.change(by, parsed(id), new JsonBody(json), ifMatch);
        known.changed(key.id());
        return tagged(Response.ok(), key).build();
    }

    Response rotate(Editor by, String id, JsonObject json, String ifMatch) {
        return shownOnce(Response.ok(), changes.rotate(by, parsed(id), new JsonBody(json), ifMatch));
    }

    void revoke(Editor by, String id) {
        changes.revoke(by, parsed(id));
        known.changed(parsed(id));
    }

    private Response shownOnce(Response.ResponseBuilder response, KeyView key) {
        known.changed(key.id());
        return tagged(response, key).header("Cache-Control", "no-store").build();
    }

    private static Response.ResponseBuilder tagged(Response.ResponseBuilder response, KeyView key) {
        return response.header("ETag", key.version().tag()).entity(key);
    }

    private ApiKeyEntity found(Editor by, String id) {
        var key = store.find(parsed(id)).orElseThrow(() -> Problem.notFound("key", id));
        by.mustOwn(key);
        return key;
    }

    private static UUID parsed(String id) {
        return Ids.parse("id", id);
    }
}
