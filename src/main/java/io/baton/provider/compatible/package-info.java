/**
 * Servers that are only configured: any that speaks the chat-completions format, such as Ollama or vLLM. Front door: the bean
 * of {@link io.baton.model.Provider}, one for all of them.
 */
package io.baton.provider.compatible;
