/**
 * DeepSeek as a provider. Front door: the bean of {@link io.baton.model.Provider}; the breaker's state is its own. What the
 * vendors have in common is in {@link io.baton.provider.wire}.
 */
package io.baton.provider.deepseek;
