/**
 * What operators and clients ask of the state of things: can this node serve, how do the models stand? Front doors:
 * {@code /health} and {@code /api/models}.
 */
package io.baton.monitoring;
