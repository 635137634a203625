/**
 * The interface of OpenAI, for the clients that people have already. One more reader of the answer log with an encoder of its
 * own: nothing here asks a model, counts or books. Front door: {@link io.baton.compat.OpenAiEndpoint}; what is taken of a
 * request: {@link io.baton.compat.CompletionRequest}. Nobody imports it.
 */
package io.baton.compat;
