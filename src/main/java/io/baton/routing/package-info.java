/**
 * Which model answers: the ring, the standing of each model, and the walk along the ring until one speaks. Front door:
 * {@link io.baton.routing.Router}. Knows nothing of readers, frames or money.
 */
package io.baton.routing;
