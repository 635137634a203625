/**
 * What requests to models report about themselves, named after OpenTelemetry's conventions for generative AI. Entry point: {@link
 * io.baton.telemetry.ModelMetrics}. No label or attribute contains a prompt, an answer, a key or a user.
 */
package io.baton.telemetry;
