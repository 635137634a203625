/**
 * The connections to providers: how many there are, how they are kept ready, and how they fail. Entry point: {@link
 * io.baton.provider.connection.ProviderPools}. It knows no format; what is sent over them is the matter of {@code provider.wire}.
 */
package io.baton.provider.connection;
