package io.baton.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.inside.InsideTest;
import io.baton.testing.Await;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** Requests use all connections to Redis that there are for them. */
class RedisPoolsInsideIT extends InsideTest {
    @Inject
    Redis redis;

    @Inject
    @VirtualThreads
    ExecutorService virtual;

    @Test
    void nobodyWaitsForLongAndRunningAnswersHaveConnectionsOfTheirOwn() {
        var over = new CountDownLatch(1);
        var most = main().most();
        try {
            for (var i = 0; i < most; i++) {
                virtual.execute(() -> redis.ask(client -> hold(client, over)));
            }
            Await.until("all are in use", () -> main().used(), used -> used == most);
            assertEquals(Optional.empty(), redis.ask(RedisClient::ping));
            assertEquals(Optional.of("PONG"), redis.askReserved(RedisClient::ping));
        } finally {
            over.countDown();
        }
        Await.until("they are free again", () -> redis.ask(RedisClient::ping), Optional::isPresent);
        assertTrue(main().meanWait().isPositive());
    }

    private RedisPools.Use main() {
        return redis.connections().get("redis");
    }

    /** A pipeline has a connection until it is closed. */
    private static boolean hold(RedisClient client, CountDownLatch over) {
        try (var pipeline = client.pipelined()) {
            over.await();
            pipeline.sync();
            return true;
        } catch (InterruptedException stopping) {
            return false;
        }
    }
}
