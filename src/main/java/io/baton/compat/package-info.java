/**
 * OpenAI's chat completions API, for existing clients. Reads the answer log with an encoder of its own; it does not
 * call models, count or book. Entry points: {@link io.baton.compat.OpenAiEndpoint}, and {@link
 * io.baton.compat.CompletionRequest} for the supported members. Nothing imports this package.
 */
package io.baton.compat;
