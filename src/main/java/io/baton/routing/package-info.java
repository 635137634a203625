/**
 * Which model answers: the failover order, the health of each model, and the failover itself. Entry point: {@link
 * io.baton.routing.Router}. Knows nothing of readers, frames or money.
 */
package io.baton.routing;
