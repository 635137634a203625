/**
 * Limits per user: each check allows or refuses with a reason. Entry point: {@link io.baton.limits.UserLimits}. Limits
 * of models are in {@code routing}.
 */
package io.baton.limits;
