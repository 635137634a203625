/**
 * The admin's pages, as Faces views with their backing beans. Reads through the front doors of the other packages;
 * nobody imports it.
 */
package io.baton.console;
