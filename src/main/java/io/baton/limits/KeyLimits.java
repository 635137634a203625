package io.baton.limits;

import java.util.UUID;

/**
 * The limits of one API key, beside those of its user.
 *
 * @param requestsPerMinute   new questions within any 60 s; null: no limit
 * @param simultaneousAnswers answers that may run at the same time; null: no limit
 */
public record KeyLimits(UUID key, Integer requestsPerMinute, Integer simultaneousAnswers) {}
