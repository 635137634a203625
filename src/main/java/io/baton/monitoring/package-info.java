/**
 * Health checks, metrics, and the state of the models. Entry points: {@code /health}, {@code /metrics} and {@code
 * /api/models}.
 */
package io.baton.monitoring;
