/**
 * Configured servers with the chat-completions format, such as Ollama or vLLM. Entry point: one bean of {@link
 * io.baton.model.Provider} for all of them.
 */
package io.baton.provider.compatible;
