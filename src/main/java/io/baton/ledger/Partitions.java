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
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Creates the monthly partitions of the ledger: for this month and the next six. If that fails for half a year, or the clock of a
 * node is wrong, rows go to the default partition, so that no question fails. Later this class creates a partition for them and
 * moves them there.
 */
@ApplicationScoped
public class Partitions {
    private static final Logger LOG = Logger.getLogger(Partitions.class.getName());
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int MONTHS_AHEAD = 6;
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'attempt_'uuuu'_'MM");
    private static final String MISSING = """
            select to_char(month, 'YYYY-MM') from (
              select generate_series(date_trunc('month', ?::timestamp), ?::timestamp + interval '%d months', '1 month') as month
              union select distinct date_trunc('month', started_at at time zone 'UTC') from attempt_default
            ) due
            where not exists (select from pg_inherits where inhparent = 'attempt'::regclass
              and inhrelid = to_regclass(to_char(month, '"attempt_"YYYY_MM')))
            order by 1
            """.formatted(MONTHS_AHEAD);

    /** All later statements on the ledger wait behind a statement that waits for this lock. */
    private static final String LIMIT_WAITS = "set local lock_timeout = '2s'";

    private static final String ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtextextended('partitions', 0))";
    /**
     * Blocks the ledger for some milliseconds, or while rows are moved (about five seconds for 300,000). With a weaker lock, the
     * default partition would refuse a concurrent insert as soon as the other partition is attached.
     */
    private static final String ALONE = "lock table only attempt in access exclusive mode";

    private static final String CREATE =
            "create table %s (like attempt including defaults including constraints including storage)";

    private static final String MOVE = """
            with moved as (
              delete from attempt_default where started_at >= '%2$s' and started_at < '%3$s' returning *
            )
            insert into %1$s select * from moved
            """;
    private static final String ATTACH = "alter table attempt attach partition %s for values from ('%s') to ('%s')";

    /** This data source has no statement time-out, because moving rows may take long. */
    @Resource(lookup = "jdbc/baton-migrations")
    DataSource database;

    @Inject
    Clock clock;

    @Inject
    TaskScheduler tasks;

    private final AtomicLong moved = new AtomicLong();

    void begin(@Observes @Priority(2) Startup startup) {
        tasks.startAtOnce("ledger-partitions", Schedule.every(PERIOD), this::createMissing);
    }

    /** How many rows this node has moved out of the default partition since it started. Should be zero. */
    public long moved() {
        return moved.get();
    }

    /** Creates the missing partitions, each in its own transaction. */
    void createMissing() throws SQLException {
        try (var connection = database.getConnection()) {
            TaskScheduler.forEach(missing(connection), month -> create(connection, month));
        }
    }

    private List<YearMonth> missing(Connection connection) throws SQLException {
        var now = LocalDateTime.now(clock.withZone(ZoneOffset.UTC));
        var months = new ArrayList<YearMonth>();
        try (var statement = connection.prepareStatement(MISSING)) {
            statement.setObject(1, now);
            statement.setObject(2, now);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    months.add(YearMonth.parse(rows.getString(1)));
                }
            }
        }
        return months;
    }

    private void create(Connection connection, YearMonth month) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute(LIMIT_WAITS);
            statement.execute(ONE_AT_A_TIME);
            if (missing(connection).contains(month)) {
                var name = NAME.format(month);
                var begins = month + "-01 00:00:00Z";
                var ends = month.plusMonths(1) + "-01 00:00:00Z";
                statement.execute(ALONE);
                statement.execute(CREATE.formatted(name));
                var rows = statement.executeUpdate(MOVE.formatted(name, begins, ends));
                statement.execute(ATTACH.formatted(name, begins, ends));
                connection.commit();
                report(name, rows);
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private void report(String partition, int rows) {
        if (rows > 0) {
            moved.addAndGet(rows);
            LOG.log(
                    Level.WARNING,
                    "{0} rows of the ledger had no partition and were in the default one; they are in {1} now",
                    new Object[] {rows, partition});
        }
    }
}
