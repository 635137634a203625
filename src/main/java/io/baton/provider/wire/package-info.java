/**
 * The chat-completions format over HTTP: the request as JSON, the reply as an event stream (or whole), and how an attempt
 * to be answered can fail. Front door: {@link io.baton.provider.wire.ChatCompletions}. Knows no vendor; nothing of an upstream body,
 * of a key or of a prompt leaves it but as the model's words.
 */
package io.baton.provider.wire;
