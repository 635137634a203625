/**
 * What all tests and measurements share: one client of the server ({@link io.baton.testing.Api}), one reader of server-sent
 * events ({@link io.baton.testing.EventReader}), one way to wait ({@link io.baton.testing.Await}), and what is in the
 * database and in Redis. Not here: tests, and how servers are started ({@link io.baton.dev}).
 */
package io.baton.testing;
