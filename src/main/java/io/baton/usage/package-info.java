/**
 * Money and tokens: the ledger in PostgreSQL is the truth, roll-ups and the live figures in Redis are derived from it by
 * the relay. Front doors: {@link io.baton.usage.Ledger} for those who spend, {@link io.baton.usage.Statistics} for those
 * who ask. No binary floating point touches an amount.
 */
package io.baton.usage;
