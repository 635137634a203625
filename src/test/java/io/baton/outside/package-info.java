/**
 * Tests of a whole Baton from outside: a real server with real PostgreSQL and Redis, called over HTTP and by a browser. Only
 * the providers are scripted, over real HTTP too. They know no class of the application; what needs one is a unit test
 * beside it, or runs in the server ({@link io.baton.inside}). They do not measure time, which {@link io.baton.bench} does.
 */
package io.baton.outside;
