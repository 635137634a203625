/** The admin's Faces pages and their backing beans. Uses the public API of other packages; nothing imports it. */
package io.baton.console;
