/**
 * What tests that run inside the server share: how they get there ({@link io.baton.inside.InsideTest}), and how they look
 * at the database and at the scripted provider from there. The tests themselves, {@code *InsideIT}, are in the packages
 * that they look into.
 */
package io.baton.inside;
