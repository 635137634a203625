package io.baton.catalog;

import java.net.URI;
import java.time.Duration;

/**
 * A configured server that implements the chat-completions format.
 *
 * @param name        the models' {@code provider}; its key, if any, is the setting {@code <name>.api-key}
 * @param url         ends before {@code /chat/completions}
 * @param readTimeout the longest silence
 */
public record Server(String name, URI url, Duration readTimeout) {}
