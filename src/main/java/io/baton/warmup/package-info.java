/**
 * Asks and ends answers for nobody before this node is ready, so that its first reader does not wait for classes to be loaded and
 * statements to be prepared. Entry point: {@link io.baton.warmup.WarmUp}.
 */
package io.baton.warmup;
