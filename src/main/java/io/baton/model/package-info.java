/**
 * The domain model of a request to a model: the prompt ({@link io.baton.model.Prompt}), the reply ({@link
 * io.baton.model.ModelEvent}), the models and their prices. Entry point: {@link
 * io.baton.model.Provider}. Knows nothing of HTTP, SQL or Redis.
 */
package io.baton.model;
