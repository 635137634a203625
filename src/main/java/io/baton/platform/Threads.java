package io.baton.platform;

import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.context.ApplicationScoped;

/** The threads that work is done on. Their qualifiers are classes of their own because the server finds no nested ones. */
@ApplicationScoped
@ManagedExecutorDefinition(name = "java:module/concurrent/virtual", virtual = true, qualifiers = VirtualThreads.class)
class Threads {}
