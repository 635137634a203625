/**
 * The ledger: one row per request to a provider, in PostgreSQL. Front door: {@link io.baton.ledger.Ledger}. All other counts of
 * money and tokens are derived from it. No amount is ever a binary floating point number.
 */
package io.baton.ledger;
