package io.baton.model;

import java.net.URI;
import java.time.Duration;

/**
 * A server for models of the catalogue that no vendor's bean serves; it speaks the chat-completions format.
 *
 * @param name        by which the models name it as their provider; its key, if it has one, is the setting {@code <name>.api-key}
 * @param url         ends before {@code /chat/completions}
 * @param readTimeout how long it may be silent
 */
public record Server(String name, URI url, Duration readTimeout) {}
