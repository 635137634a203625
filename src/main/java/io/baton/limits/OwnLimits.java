package io.baton.limits;

/**
 * The limits of one user, where they are not those of {@link LimitsConfig}.
 *
 * @param requestsPerMinute   new questions within any 60 s; null: as configured
 * @param simultaneousAnswers answers that may run at the same time; null: as configured
 */
public record OwnLimits(Integer requestsPerMinute, Integer simultaneousAnswers) {
    public static final OwnLimits NONE = new OwnLimits(null, null);

    int requestsPerMinute(LimitsConfig config) {
        return requestsPerMinute == null ? config.userRequestsPerMinute : requestsPerMinute;
    }

    int simultaneousAnswers(LimitsConfig config) {
        return simultaneousAnswers == null ? config.userSimultaneousAnswers : simultaneousAnswers;
    }
}
