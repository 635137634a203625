package io.baton.ledger;

import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/**
 * Drops months of the ledger that have been kept long enough, each as a whole: once every row is in the roll-up with a cost, since
 * nothing could be counted or priced afterwards.
 */
@ApplicationScoped
class LedgerRetention {
    private static final Logger LOG = Logger.getLogger(LedgerRetention.class.getName());
    private static final Duration PERIOD = Duration.ofHours(1);
    private static final String MONTHS = """
            select substr(c.relname, 9) from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'attempt'::regclass and c.relname ~ '^attempt_\\d{4}_\\d{2}$' order by 1
            """;
    private static final String UNSETTLED = "select exists (select from %s where not posted or cost is null)";

    @Resource(lookup = "jdbc/baton-migrations")
    DataSource database;

    @Inject
    @ConfigProperties
    LedgerConfig config;

    @Inject
    Clock clock;

    @Inject
    TaskScheduler tasks;

    void begin(@Observes @Priority(3) Startup startup) {
        config.keep.ifPresent(kept -> tasks.start(
                "ledger-retention",
                Schedule.every(PERIOD),
                () -> drop(clock.instant().minus(kept))));
    }

    /** Drops the months that had ended by then. Gives their partitions. */
    List<String> drop(Instant cutoff) throws SQLException {
        var dropped = new ArrayList<String>();
        try (var connection = database.getConnection()) {
            for (var month : months(connection)) {
                var end = month.plusMonths(1)
                        .atDay(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
                var name = "attempt_" + month.toString().replace('-', '_');
                if (!end.isAfter(cutoff) && drop(connection, name)) {
                    dropped.add(name);
                }
            }
        }
        return dropped;
    }

    private static List<YearMonth> months(Connection connection) throws SQLException {
        var months = new ArrayList<YearMonth>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(MONTHS)) {
            while (rows.next()) {
                months.add(YearMonth.parse(rows.getString(1).replace('_', '-')));
            }
        }
        return months;
    }

    /** Dropping waits for whoever reads the ledger, and all who come later wait behind it: so not for long. */
    private static boolean drop(Connection connection, String partition) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("set local lock_timeout = '2s'");
            statement.execute("lock table only attempt in access exclusive mode");
            try (var rows = statement.executeQuery(UNSETTLED.formatted(partition))) {
                rows.next();
                if (rows.getBoolean(1)) {
                    LOG.log(
                            Level.WARNING,
                            "{0} is kept: some of its rows have no cost or are in no roll-up",
                            partition);
                    return false;
                }
            }
            statement.execute("drop table " + partition);
            connection.commit();
            LOG.log(Level.INFO, "{0} was kept long enough and is dropped", partition);
            return true;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
