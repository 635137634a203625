/**
 * The chat-completions format over HTTP: requests as JSON, replies as an event stream or whole, and the ways an attempt
 * can fail. Entry point: {@link io.baton.provider.wire.ChatCompletions}. Knows no vendor. Of upstream bodies only the
 * model's output leaves this package; keys and prompts never do.
 */
package io.baton.provider.wire;
