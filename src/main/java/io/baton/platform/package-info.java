/**
 * Plumbing with no business meaning: problems and the one place that renders them, request bodies, Redis, migrations,
 * clock and threads. Imports nothing of Baton.
 */
package io.baton.platform;
