package io.baton.bench;

import io.baton.dev.TestNode;
import io.baton.dev.TestServer;
import io.baton.testing.RedisData;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientPauseMode;

/** What can befall two nodes and the stores that they share. */
final class Outages {
    private final TestServer server;
    private final List<TestNode> nodes;
    private final Random random;
    private long redisIsBackAt = System.nanoTime();

    Outages(TestServer server, List<TestNode> nodes, Random random) {
        this.server = server;
        this.nodes = nodes;
        this.random = random;
    }

    /** The first node, which then starts again. */
    void kill() throws Exception {
        kill(nodes.get(0));
    }

    private static void kill(TestNode node) throws Exception {
        node.kill();
        node.startAgain();
    }

    /** The first node, which is then woken. */
    void pause(int seconds) throws Exception {
        pause(nodes.get(0), seconds);
    }

    private static void pause(TestNode node, int seconds) throws Exception {
        node.pause();
        TimeUnit.SECONDS.sleep(seconds);
        node.wake();
    }

    void restartOneAfterTheOther(int secondsBetween) throws Exception {
        for (var node : nodes) {
            restart(node);
            TimeUnit.SECONDS.sleep(secondsBetween);
        }
    }

    private static void restart(TestNode node) throws Exception {
        node.stop();
        node.startAgain();
    }

    /** Returns at once. */
    void pauseRedis(int seconds) {
        redis(client -> client.clientPause(1_000L * seconds, ClientPauseMode.ALL));
        redisIsBackAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds + 2L);
    }

    void flushRedis() {
        redis(Jedis::flushAll);
    }

    void restartRedisEmpty(int secondsAway) throws Exception {
        server.services().restartRedisEmpty(Duration.ofSeconds(secondsAway));
    }

    void restartDatabase(int secondsAway) throws Exception {
        server.services().restartDatabase(Duration.ofSeconds(secondsAway));
    }

    void pauseDatabase(int seconds) throws Exception {
        server.services().pauseDatabase();
        TimeUnit.SECONDS.sleep(seconds);
        server.services().wakeDatabase();
    }

    /** One of all that at random; gives its name. */
    String any() throws Exception {
        var node = nodes.get(random.nextInt(2));
        switch (random.nextInt(7)) {
            case 0 -> {
                untilRedisIsBack();
                kill(node);
                return "kill";
            }
            case 1 -> {
                untilRedisIsBack();
                pause(node, random.nextInt(15));
                return "pause";
            }
            case 2 -> {
                pauseRedis(1 + random.nextInt(15));
                return "CLIENT PAUSE";
            }
            case 3 -> {
                flushRedis();
                return "FLUSHALL";
            }
            case 4 -> {
                restartDatabase(random.nextInt(5));
                return "PostgreSQL";
            }
            case 5 -> {
                pauseDatabase(random.nextInt(10));
                return "PostgreSQL paused";
            }
            default -> {
                untilRedisIsBack();
                restart(node);
                return "restart";
            }
        }
    }

    /** A node is not hit while Redis is away: what was only in its memory would be lost, which is a case of its own. */
    private void untilRedisIsBack() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(redisIsBackAt - System.nanoTime());
    }

    private void redis(Consumer<Jedis> command) {
        try (var client = RedisData.connect(server)) {
            command.accept(client);
        }
    }
}
