/** What operators ask: does this node live, and can it serve? Front door: {@code /health}. */
package io.baton.monitoring;
