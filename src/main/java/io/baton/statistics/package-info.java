/**
 * Usage statistics: the roll-up of the ledger, the live counters in Redis, and the reports based on them. Front door: {@link
 * io.baton.statistics.Statistics}.
 */
package io.baton.statistics;
