package io.baton.pricing;

import io.baton.model.Catalog;
import io.baton.model.Model;
import io.baton.model.Price;
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
import java.math.BigDecimal;
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
 * The prices that admins have set, each from a moment on. The catalogue follows them within five seconds, on every node;
 * an attempt keeps the price that its request left at.
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

    private volatile List<String> withoutPrice = List.of();

    /** A price and when it begins to hold. */
    public record Dated(String model, Instant from, Price price) {}

    void begin(@Observes @Priority(2) Startup startup) {
        self.follow();
        tellOfFlatPrices();
        tasks.start("prices", Schedule.every(PERIOD), self::follow);
    }

    private void tellOfFlatPrices() {
        var flat = catalog.atShippedPrices();
        if (!flat.isEmpty()) {
            LOG.log(
                    Level.INFO,
                    "{0} are billed at the flat prices of the system that Baton replaces, not at what their vendors charge;"
                            + " an admin sees and takes over list prices at /api/admin/prices/list-prices (docs/prices.md)",
                    String.join(", ", flat));
        }
    }

    /** Has the catalogue use what holds now. */
    @Transactional
    public void follow() {
        var now = clock.instant();
        Map<String, Price> held = new HashMap<>();
        all().stream()
                .filter(dated -> !dated.from().isAfter(now))
                .forEach(dated -> held.put(dated.model(), dated.price()));
        catalog.reprice(held);
        var unknown = catalog.models().stream()
                .filter(model -> model.price() == null)
                .map(Model::id)
                .toList();
        if (!unknown.equals(withoutPrice)) {
            withoutPrice = unknown;
            LOG.log(Level.WARNING, "models without a known price: {0}", unknown);
        }
    }

    /** All that were set, by model and moment. */
    @Transactional
    public List<Dated> all() {
        List<?> rows = entities.createNativeQuery("""
                        select model, effective_from, version, input, output, cached, reasoning from price
                        order by model, effective_from
                        """, Object[].class).getResultList();
        return rows.stream().map(Object[].class::cast).map(PriceStore::dated).toList();
    }

    /** Sets a price; at the same moment it takes the place of one that was set before. */
    @Transactional
    public void set(Dated dated, String by) {
        entities.createNativeQuery("""
                        insert into price
                          (model, effective_from, version, input, output, cached, reasoning, set_at, set_by)
                        values (:model, :from, :version, :input, :output, :cached, :reasoning, :now, :by)
                        on conflict (model, effective_from) do update set input = excluded.input,
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

    /** What a model costs from when on, oldest first: the shipped price from the beginning, then those that were set. */
    @Transactional
    public List<Dated> history(Model replicated) {
        var set = all().stream().filter(dated -> dated.model().equals(replicated.id()));
        Stream<Dated> first = replicated.price() == null
                ? Stream.empty()
                : Stream.of(new Dated(replicated.id(), Instant.EPOCH, replicated.price()));
        return Stream.concat(first, set).toList();
    }

    /** What a model costs at a moment; empty: nobody knows. */
    @Transactional
    public Optional<Price> at(Model replicated, Instant moment) {
        return history(replicated).stream()
                .filter(dated -> !dated.from().isAfter(moment))
                .map(Dated::price)
                .reduce((earlier, later) -> later);
    }

    private static Dated dated(Object[] row) {
        var price = new Price(
                (String) row[2], (BigDecimal) row[3], (BigDecimal) row[4], (BigDecimal) row[5], (BigDecimal) row[6]);
        return new Dated((String) row[0], (Instant) row[1], price);
    }
}
