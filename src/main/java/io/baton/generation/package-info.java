/**
 * Answers being generated on this node: requests to models, failover, cancellation and the end. Front door: {@link
 * io.baton.generation.RunningAnswers}.
 */
package io.baton.generation;
