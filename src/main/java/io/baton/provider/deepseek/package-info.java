/**
 * DeepSeek as a provider: a bean of {@link io.baton.model.Provider} with its own circuit breaker. Shared code is in
 * {@link io.baton.provider.wire}.
 */
package io.baton.provider.deepseek;
