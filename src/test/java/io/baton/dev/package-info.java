/**
 * Starts what Baton needs on a machine that has only a JDK: PostgreSQL, Redis, the scripted providers, Open Liberty and a
 * load balancer.
 * Front doors: {@link io.baton.dev.Start} for people, {@link io.baton.dev.Services} for tests. What it started, it
 * stops; what a killed run left over, the next one reaps.
 */
package io.baton.dev;
