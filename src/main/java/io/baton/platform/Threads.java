package io.baton.platform;

import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Qualifier;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The threads that work is done on: a virtual one for whatever waits, a scheduled few for what comes round. */
@ApplicationScoped
@ManagedExecutorDefinition(name = "java:module/concurrent/virtual", virtual = true, qualifiers = Threads.Virtual.class)
@ManagedScheduledExecutorDefinition(
        name = "java:module/concurrent/rounds",
        virtual = true,
        qualifiers = Threads.Rounds.class)
public class Threads {
    /** Qualifies the executor that runs each task on a virtual thread of its own. */
    @Qualifier
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE})
    public @interface Virtual {}

    /** Qualifies the executor for what is repeated. */
    @Qualifier
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE})
    public @interface Rounds {}
}
