package io.baton.pricing;

import io.baton.audit.Action;
import io.baton.audit.AuditLog;
import io.baton.catalog.Catalog;
import io.baton.http.Version;
import io.baton.model.Model;
import io.baton.model.Price;
import io.baton.platform.NativeSql;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The prices that admins have set, each from a moment on. The catalogue of every node follows them within five seconds. An
 * attempt keeps the price of the moment when its request left.
 */
@ApplicationScoped
public class PriceStore {
    private static final Logger LOG = Logger.getLogger(PriceStore.class.getName());
    private static final Duration PERIOD = Duration.ofSeconds(5);

    @PersistenceContext
    EntityManager entities;

    @Inject
    Catalog catalog;

    @Inject
    Clock clock;

    @Inject
    TaskScheduler tasks;

    @Inject
    PriceStore self;

    @Inject
    AuditLog audit;

    private volatile List<String> withoutPrice = List.of();

    /** A price and the moment from which it is valid. */
    public record Dated(String model, Instant from, Price price) {}

    void begin(@Observes @Priority(2) Startup startup) {
        self.updateCatalog();
        logFlatPrices();
        tasks.start("prices", Schedule.every(PERIOD), self::updateCatalog);
    }

    private void logFlatPrices() {
        var flat = catalog.atShippedPrices();
        if (!flat.isEmpty()) {
            LOG.log(
                    Level.INFO,
                    "{0} are billed at the flat prices of the system that Baton replaces, not at what their vendors charge;"
                            + " an admin sees and takes over list prices at /api/admin/prices/list-prices (docs/prices.md)",
                    String.join(", ", flat));
        }
    }

    /** Updates the catalogue to the prices that are valid now. */
    @Transactional
    public void updateCatalog() {
        var now = clock.instant();
        Map<String, Price> valid = new HashMap<>();
        all().stream()
                .filter(dated -> !dated.from().isAfter(now))
                .forEach(dated -> valid.put(dated.model(), dated.price()));
        catalog.reprice(valid);
        var unknown = catalog.models().stream()
                .filter(model -> model.price() == null)
                .map(Model::id)
                .toList();
        if (!unknown.equals(withoutPrice)) {
            withoutPrice = unknown;
            LOG.log(Level.WARNING, "models without a known price: {0}", unknown);
        }
    }

    /** All prices that are set, by model and moment. */
    @Transactional
    public List<Dated> all() {
        return entities
                .createQuery("from PriceEntity p order by p.model, p.effectiveFrom", PriceEntity.class)
                .getResultList()
                .stream()
                .map(row -> new Dated(row.model, row.effectiveFrom, row.price()))
                .toList();
    }

    /** Of all prices that are set. */
    @Transactional
    public Version version() {
        return Version.of(all());
    }

    /**
     * Sets prices, each of which replaces the one that was set for the same moment.
     *
     * @param ifMatch the version that the admin has read; null: any
     */
    @Transactional
    public void set(List<Dated> prices, String by, String ifMatch) {
        NativeSql.lock(entities, "prices");
        Version.check(ifMatch, version());
        prices.forEach(dated -> set(dated, by));
    }

    private void set(Dated dated, String by) {
        var before = all().stream()
                .filter(each ->
                        each.model().equals(dated.model()) && !each.from().isAfter(dated.from()))
                .reduce((earlier, later) -> later);
        audit.record(Action.PRICE_SET, "model:" + dated.model(), before, dated);
        entities.createNativeQuery("""
                        insert into price
                          (model, effective_from, version, input, output, cached, reasoning, set_at, set_by)
                        values (:model, :from, :version, :input, :output, :cached, :reasoning, :now, :by)
                        on conflict (model, effective_from) do update set version = excluded.version, input = excluded.input,
                          output = excluded.output, cached = excluded.cached, reasoning = excluded.reasoning,
                          set_at = excluded.set_at, set_by = excluded.set_by
                        """)
                .setParameter("model", dated.model())
                .setParameter("from", dated.from())
                .setParameter("version", dated.price().version())
                .setParameter("input", dated.price().input())
                .setParameter("output", dated.price().output())
                .setParameter("cached", dated.price().cached())
                .setParameter("reasoning", dated.price().reasoning())
                .setParameter("now", clock.instant())
                .setParameter("by", by)
                .executeUpdate();
    }

    /** The prices of a model, oldest first: the shipped one, valid from the beginning, then those that were set. */
    @Transactional
    public List<Dated> history(Model shipped) {
        var set = all().stream().filter(dated -> dated.model().equals(shipped.id()));
        Stream<Dated> first = shipped.price() == null
                ? Stream.empty()
                : Stream.of(new Dated(shipped.id(), Instant.EPOCH, shipped.price()));
        return Stream.concat(first, set).toList();
    }

    /** The price of a model at a moment; empty: unknown. */
    @Transactional
    public Optional<Price> at(Model shipped, Instant moment) {
        return history(shipped).stream()
                .filter(dated -> !dated.from().isAfter(moment))
                .map(Dated::price)
                .reduce((earlier, later) -> later);
    }
}
