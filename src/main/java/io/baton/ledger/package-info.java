/**
 * The books: one row per request to a provider, in PostgreSQL. Front door: {@link io.baton.ledger.Ledger}. Everything else that
 * counts money or tokens is derived from it. No binary floating point touches an amount.
 */
package io.baton.ledger;
