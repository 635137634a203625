package io.baton.proof;

import io.baton.dev.TestServer;
import io.baton.testing.Await;
import java.io.PrintStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Asks 10,000 questions (or as many as the first argument says), of which many fail, break off or are stopped, kills the
 * server twice and empties Redis once meanwhile, and then compares every bill of the scripted providers with the books.
 */
public final class Proof {
    private static final PrintStream OUT = System.out;
    private static final int AT_ONCE = 60;
    private static final long SEED = 20_261_123;
    private static final String ROLL_UP_DIFFERENCES = """
            select count(*) from (
              select date_bin('15 minutes', started_at, timestamptz '2000-01-01 00:00:00Z') as bucket, user_id, model,
                count(*) filter (where ended_answer) as answers, count(*) as attempts, sum(input_tokens) as input,
                sum(output_tokens) as output, coalesce(sum(cost), 0) as cost
              from attempt group by 1, 2, 3) l
            full join usage_quarter_hour u using (bucket, user_id, model)
            where (l.answers, l.attempts, l.input, l.output, l.cost)
              is distinct from (u.answers, u.attempts, u.input_tokens, u.output_tokens, u.cost)
            """;
    private static final String ACCOUNT_DIFFERENCES = """
            select count(*) from budget_account b where held <> 0 or spent <>
              (select coalesce(sum(cost), 0) from attempt a where a.user_id = b.owner or b.owner = 'site')
            """;

    private final TestServer server = TestServer.running();
    private final Bills bills = new Bills();
    private final Map<Asker.End, AtomicInteger> ends = new EnumMap<>(Asker.End.class);
    private final AtomicInteger done = new AtomicInteger();
    private final int questions;
    private final CompletableFuture<Duration> rightAgain = new CompletableFuture<>();
    private volatile boolean over;
    private int failed;

    private Proof(int questions) {
        this.questions = questions;
        for (var end : Asker.End.values()) {
            ends.put(end, new AtomicInteger());
        }
    }

    public static void main(String[] arguments) throws Exception {
        var proof = new Proof(arguments.length == 0 ? Case.MOST : Integer.parseInt(arguments[0]));
        proof.ask();
        System.exit(proof.report() ? 0 : 1);
    }

    private void ask() throws Exception {
        Budget.forEverybody();
        var users = Case.users();
        var random = new Random(SEED);
        var cases =
                IntStream.range(0, questions).mapToObj(i -> Case.of(i, random)).toList();
        var room = new Semaphore(AT_ONCE);
        Thread.startVirtualThread(this::readBills);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var each : cases) {
                room.acquire();
                if (each.number() == questions / 3 || each.number() == 2 * questions / 3) {
                    killAndStartAgain();
                }
                if (each.number() == questions / 2) {
                    Thread.startVirtualThread(this::flushRedis);
                }
                threads.execute(() -> {
                    try {
                        ends.get(Asker.ask(each, users.get(each.number() % users.size())))
                                .incrementAndGet();
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    } finally {
                        done.incrementAndGet();
                        room.release();
                    }
                });
            }
        }
        over = true;
    }

    private void killAndStartAgain() throws Exception {
        OUT.println("kill -9 after " + done + " answers");
        server.node().kill();
        server.node().startAgain();
    }

    /** Until the figures are right again, questions go on. */
    private void flushRedis() {
        try {
            OUT.println("FLUSHALL after " + done + " answers");
            rightAgain.complete(Figures.untilRightAfterFlush());
        } catch (Exception broken) {
            rightAgain.completeExceptionally(broken);
        }
    }

    private void readBills() {
        try {
            while (!over) {
                bills.read();
                TimeUnit.MILLISECONDS.sleep(500);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean report() throws Exception {
        OUT.println(done + " questions: " + ends);
        check(
                "every attempt has ended and no hold is left",
                within(
                        Duration.ofSeconds(60),
                        () -> Books.count("select count(*) from hold")
                                + Books.count("select count(*) from attempt where outcome is null")));
        var right = rightAgain.get(60, TimeUnit.SECONDS);
        check(
                "live figures were right again within 60 s after Redis had forgotten them, under load: %.1f s"
                        .formatted(right.toMillis() / 1_000.0),
                right.compareTo(Duration.ofSeconds(60)) <= 0 ? 0 : 1);
        check("Redis equals the ledger within 5 s", within(Duration.ofSeconds(5), Figures::differences));
        check("roll-ups equal the ledger", Books.count(ROLL_UP_DIFFERENCES));
        check("budget accounts equal the ledger, and hold nothing", Books.count(ACCOUNT_DIFFERENCES));
        bills.read();
        check("every provider has ended", bills.allEnded() ? 0 : 1);
        check("most questions were billed, so that there is something to prove", missingTo(questions / 2));
        var comparison = new Comparison(bills.billed(), Books.ledger());
        check("every billed request has exactly one row", comparison.missing().size());
        check("measured rows equal the bill to the token", comparison.unequal().size());
        check("no row says an answer was given that nobody billed", comparison.surplusUnexplained());
        check(
                "estimates within the stated error",
                comparison.estimates().wrong().size());
        OUT.println("  " + comparison.summary());
        OUT.println(comparison.estimates().summary());
        comparison.missing().stream().limit(5).forEach(each -> OUT.println("  missing: " + each));
        comparison.unequal().stream().limit(5).forEach(each -> OUT.println("  unequal: " + each));
        comparison.estimates().wrong().stream().limit(5).forEach(each -> OUT.println("  estimate: " + each));
        return failed == 0;
    }

    private long missingTo(int least) {
        return Math.max(0, least - bills.billed().size());
    }

    private void check(String what, long differences) {
        OUT.printf(
                "%s %s%s%n", differences == 0 ? "✓" : "✗", what, differences == 0 ? "" : ": " + differences + " not");
        failed += differences == 0 ? 0 : 1;
    }

    /** Looks until it is nought, and gives what it was at last. */
    private static long within(Duration patience, Supplier<Long> count) {
        return Await.seenWithin(patience, count, seen -> seen == 0);
    }
}
