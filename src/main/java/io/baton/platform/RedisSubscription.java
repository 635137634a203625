package io.baton.platform;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Receives the messages of channels, which may change at any time, over one connection. Proves itself: what is published to a channel
 * of its own every second must arrive here.
 */
public final class RedisSubscription {
    private static final Duration SILENCE = Duration.ofMillis(Redis.SUBSCRIPTION_TIMEOUT_MILLIS);

    private final Redis redis;
    private final String own;
    private final Listener listener;
    private final Set<String> wanted = new HashSet<>();
    private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
    private JedisPubSub connected;
    private volatile long heardAt = System.nanoTime() - SILENCE.toNanos();

    /** Called on the thread that listens; must neither block nor throw. */
    public interface Listener {
        /** What is published to the channel from now on arrives here. Called again after each break of the connection. */
        void subscribed(String channel);

        void received(String channel, String message);
    }

    /** @param own the channel of this subscription alone */
    public RedisSubscription(Redis redis, String own, Listener listener) {
        this.redis = redis;
        this.own = own;
        this.listener = listener;
    }

    /** Connects, and blocks until the connection breaks, nothing has come for some seconds, or the application stops. */
    public void listen() {
        try {
            redis.listen(new Messages(), own);
        } finally {
            disconnected();
        }
    }

    /** To be called every second. */
    public void beat() {
        redis.publish(own, "");
    }

    /** Subscribes to these channels and to no others; those of an unbroken connection stay as they are. */
    public synchronized void follow(Set<String> channels) {
        var added = new HashSet<>(channels);
        added.removeAll(wanted);
        var removed = new HashSet<>(wanted);
        removed.removeAll(channels);
        wanted.addAll(added);
        wanted.removeAll(removed);
        confirmed.removeAll(removed);
        send(added, removed);
    }

    /** Whether everything that is published to the channel arrives here now. */
    public boolean receives(String channel) {
        return confirmed.contains(channel) && System.nanoTime() - heardAt < SILENCE.toNanos();
    }

    private synchronized void connected(JedisPubSub session) {
        connected = session;
        send(wanted, Set.of());
    }

    private synchronized void disconnected() {
        connected = null;
        confirmed.clear();
    }

    private void send(Collection<String> added, Collection<String> removed) {
        try {
            if (connected != null && !added.isEmpty()) {
                connected.subscribe(added.toArray(String[]::new));
            }
            if (connected != null && !removed.isEmpty()) {
                connected.unsubscribe(removed.toArray(String[]::new));
            }
        } catch (JedisException broken) {
            // the thread that listens finds out, and connects again
        }
    }

    private final class Messages extends JedisPubSub {
        @Override
        public void onSubscribe(String channel, int channels) {
            if (channel.equals(own)) {
                connected(this);
            } else {
                confirmed.add(channel);
                listener.subscribed(channel);
            }
        }

        @Override
        public void onMessage(String channel, String message) {
            if (channel.equals(own)) {
                heardAt = System.nanoTime();
            } else {
                listener.received(channel, message);
            }
        }
    }
}
