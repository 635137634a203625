package io.baton.platform;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Virtual threads with the class loader of the thread that starts them, and nothing else of its context: the server's managed
 * executors would capture and restore all of that for every task.
 */
@ApplicationScoped
class Threads {
    private final ExecutorService virtual = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("baton-", 0).factory());

    @Produces
    @VirtualThreads
    ExecutorService virtual() {
        return virtual;
    }

    @PreDestroy
    void stop() {
        virtual.shutdownNow();
    }
}
