/**
 * Who did what, when and from where: a record of every administrative act and every sign-in. Entry point: {@link
 * io.baton.audit.AuditLog}. A record never changes, and is written in the transaction of its act.
 */
package io.baton.audit;
