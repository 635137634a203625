/**
 * The models and servers that are configured, read from files and validated at start. Entry point: {@link
 * io.baton.catalog.Catalog}. It knows prices as they are now, but neither health nor usage.
 */
package io.baton.catalog;
