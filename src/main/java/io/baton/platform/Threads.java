package io.baton.platform;

import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.context.ApplicationScoped;

/** The managed executors. Their qualifiers are top-level classes because the server does not find nested ones. */
@ApplicationScoped
@ManagedExecutorDefinition(name = "java:module/concurrent/virtual", virtual = true, qualifiers = VirtualThreads.class)
class Threads {}
