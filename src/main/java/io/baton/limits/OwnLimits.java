package io.baton.limits;

/**
 * The limits of one user, where they are not those of {@link LimitsConfig}.
 *
 * @param requestsPerMinute   new questions within any 60 s; null: as configured
 * @param simultaneousAnswers answers that may run at the same time; null: as configured
 * @param key                 of the API key that is used; null: none is
 */
public record OwnLimits(Integer requestsPerMinute, Integer simultaneousAnswers, KeyLimits key) {
    public static final OwnLimits NONE = new OwnLimits(null, null);

    /** Without an API key. */
    public OwnLimits(Integer requestsPerMinute, Integer simultaneousAnswers) {
        this(requestsPerMinute, simultaneousAnswers, null);
    }

    /** The same, and those of an API key. */
    public OwnLimits with(KeyLimits used) {
        return new OwnLimits(requestsPerMinute, simultaneousAnswers, used);
    }

    int requestsPerMinute(LimitsConfig config) {
        return requestsPerMinute == null ? config.userRequestsPerMinute : requestsPerMinute;
    }

    int simultaneousAnswers(LimitsConfig config) {
        return simultaneousAnswers == null ? config.userSimultaneousAnswers : simultaneousAnswers;
    }
}
