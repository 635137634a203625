/**
 * The chat-completions format in the dialects of all vendors: turns the JSON of a reply into {@link
 * io.baton.model.ModelEvent}s, and says what an error means. Does no input or output. Entry points: {@link
 * io.baton.provider.format.ChunkReader} and {@link io.baton.provider.format.ProviderError}. Everything after the reader
 * has one dialect. {@code docs/dialects.md} lists what is special about which vendor.
 */
package io.baton.provider.format;
