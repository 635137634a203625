/**
 * A provider without a model: a real HTTP server on the OpenAI chat-completions wire that answers by script, so that
 * tests, benchmarks and the embedded default need neither network nor key.
 * Front door: {@link io.baton.scripted.ScriptedProvider}; what a question can ask for: {@link io.baton.scripted.Setting}.
 * Nothing here knows Baton; the two meet on the wire only.
 */
package io.baton.scripted;
