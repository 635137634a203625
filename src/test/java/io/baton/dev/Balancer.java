package io.baton.dev;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A load balancer before nodes: haproxy where it is installed, with {@code docs/haproxy.cfg}; else one within this JVM. */
public sealed interface Balancer extends AutoCloseable permits Haproxy, EmbeddedBalancer {
    /**
     * Listens when it returns.
     *
     * @param log   of haproxy
     * @param nodes their URLs, without a slash at their ends
     * @throws PortTaken   where somebody else listens on the port
     * @throws CannotStart where it does not begin to listen
     */
    static Balancer start(Path log, int port, List<String> nodes) throws IOException, InterruptedException {
        var haproxy = Programs.find("haproxy");
        return haproxy.isPresent()
                ? Haproxy.start(haproxy.get(), log, port, nodes)
                : EmbeddedBalancer.start(HaproxyFile.read(), port, nodes);
    }

    /** Without a slash at its end. */
    String url();

    boolean isAlive();

    /** Empty: it is this one. */
    Optional<ProcessHandle> process();

    @Override
    void close();
}
