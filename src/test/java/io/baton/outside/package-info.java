/**
 * Baton seen from outside: a real server with real PostgreSQL and Redis, spoken to over HTTP and by a browser. Only the
 * providers are played, over real HTTP too.
 */
package io.baton.outside;
