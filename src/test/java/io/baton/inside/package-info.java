/**
 * What tests that run inside the server share: how they get there ({@link io.baton.inside.InsideTest}), and how they look
 * at the database and at the scripted provider from there. No tests: these, {@code *InsideIT}, are in the packages that they
 * test. What can be seen from outside is tested in {@link io.baton.outside}.
 */
package io.baton.inside;
