package io.baton.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.inside.InsideTest;
import io.baton.platform.PeriodicTask.State;
import io.baton.testing.Await;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.Test;

/** In the server, on its own threads: what fails or hangs is seen by health, and goes on once it can. */
class TaskSchedulerInsideIT extends InsideTest {
    private static final Duration SOON = Duration.ofMillis(20);

    @Inject
    TaskScheduler tasks;

    @Inject
    @Readiness
    Instance<HealthCheck> checks;

    @Test
    void aTaskThatThrowsAnErrorRunsAgainAndHealthTells() throws InterruptedException {
        var broken = new AtomicBoolean(true);
        var runs = new AtomicInteger();
        tasks.start("test-broken", Schedule.every(SOON), () -> {
            runs.incrementAndGet();
            if (broken.get()) {
                throw new AssertionError("thrown by a test");
            }
        });
        Await.until(() -> state("test-broken"), "failing"::equals);
        var before = runs.get();
        Await.until(runs::get, now -> now > before + 1);
        broken.set(false);
        Await.until(() -> state("test-broken"), "ok"::equals);
        assertTrue(find("test-broken").failures() >= 3);
        assertEquals(HealthCheckResponse.Status.UP, health().getStatus());
    }

    @Test
    void aNodeIsNotReadyWhileAnEssentialTaskHangs() throws InterruptedException {
        var free = new CountDownLatch(1);
        tasks.start("test-hanging", new Schedule(SOON, Duration.ofMillis(200), true, false), free::await);
        Await.until(() -> health().getStatus(), HealthCheckResponse.Status.DOWN::equals);
        assertEquals("late", state("test-hanging"));
        free.countDown();
        Await.until(() -> health().getStatus(), HealthCheckResponse.Status.UP::equals);
    }

    @Test
    void allThatIsRepeatedIsKnownAndWell() throws InterruptedException {
        for (var name :
                new String[] {"heartbeat", "frame-shipping", "log-mirrors", "ledger-relay", "ledger-partitions"}) {
            Await.until(() -> find(name).state(), State.OK::equals);
        }
    }

    private PeriodicTask find(String name) {
        return tasks.all().stream()
                .filter(task -> task.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Object state(String name) {
        return health().getData().orElseThrow().get(name);
    }

    private HealthCheckResponse health() {
        return checks.stream()
                .map(HealthCheck::call)
                .filter(each -> each.getName().equals("periodic-tasks"))
                .findFirst()
                .orElseThrow();
    }
}
