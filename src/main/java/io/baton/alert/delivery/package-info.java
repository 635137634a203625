/**
 * Tells people outside: channels (webhook, mail), and an outbox in PostgreSQL from which each message reaches each channel at least
 * once and in order. Entry point: {@link io.baton.alert.delivery.Outbox}. Knows nothing of rules. Invariant: no transaction or
 * pooled connection is held while a receiver is spoken to, and only this package's own threads speak to one.
 */
package io.baton.alert.delivery;
