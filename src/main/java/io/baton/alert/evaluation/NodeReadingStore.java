package io.baton.alert.evaluation;

import io.baton.alert.state.AlertRule;
import io.baton.alert.state.Reading;
import io.baton.cluster.Node;
import io.baton.platform.NativeSql;
import io.baton.platform.Pool;
import io.baton.platform.Pooled;
import io.baton.platform.SqlPipeline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/** The reports of the nodes. One that is not renewed for four periods is void. */
@ApplicationScoped
@Transactional
@Pooled(Pool.SETTLEMENT)
class NodeReadingStore {
    private static final int PERIODS = 4;
    private static final double MILLIS = 1_000;

    @PersistenceContext
    EntityManager entities;

    @Inject
    Node node;

    @Inject
    @ConfigProperties
    AlertConfig config;

    private record Row(String rule, String subject, double value, double volume) {
        /** Nothing, if another version knows a rule that this one does not. */
        Stream<Reading> reading() {
            return AlertRule.of(rule).stream().map(known -> Reading.of(known, subject, value, volume));
        }
    }

    public List<Reading> fresh() {
        return NativeSql.query(entities, """
                        select rule, subject, value, volume from alert_reading
                        where at > now() - make_interval(secs => :seconds)
                        """, Row.class)
                .setParameter("seconds", config.period.multipliedBy(PERIODS).toMillis() / MILLIS)
                .getResultList()
                .stream()
                .flatMap(Row::reading)
                .toList();
    }

    /** Replaces the report of this node, and deletes those of nodes that are gone. */
    public void replace(List<Reading> readings) {
        var sql = new SqlPipeline()
                .add("delete from alert_reading where node = ? or at < now() - interval '1 day'", node.id());
        for (var reading : readings) {
            sql.add("""
                    insert into alert_reading (node, rule, subject, value, volume, at) values (?, ?, ?, ?, ?, now())
                    on conflict do nothing
                    """, node.id(), reading.rule().code(), reading.subject(), reading.value(), reading.volume());
        }
        sql.run(entities);
    }
}
