/**
 * The words of talking to a model: what is asked ({@link io.baton.model.Prompt}), what comes back
 * ({@link io.baton.model.ModelEvent}), who can be asked ({@link io.baton.model.Catalog}) and what it costs.
 * Front door: {@link io.baton.model.Provider}. Nothing here knows HTTP, SQL or Redis.
 */
package io.baton.model;
