package io.baton.audit;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is recorded. The codes are stored, so none ever changes. */
public enum Action {
    SIGN_IN,
    SIGN_IN_FAILED,
    /** Too many attempts; recorded once per time of waiting. */
    SIGN_IN_LOCKED,
    SIGN_OUT,
    /** A session began with a token of an external issuer. */
    TOKEN_EXCHANGED,
    SESSIONS_ENDED,

    BUDGET_SET,
    BUDGET_REMOVED,
    PRICE_SET,
    USAGE_REPRICED,
    LIVE_FIGURES_COMPARED,
    LIVE_FIGURES_REBUILT,
    MODEL_DISABLED,
    MODEL_ENABLED,
    NODE_DRAINED,

    ALERT_RULE_SET,
    ALERT_RULE_RESET,
    ALERT_CHANNEL_SET,
    ALERT_CHANNEL_REMOVED,
    ALERT_CHANNEL_TESTED,
    ALERT_SILENCE_ADDED,
    ALERT_SILENCE_ENDED,
    ALERT_ACKNOWLEDGED,

    QUESTION_SHARED,
    QUESTION_UNSHARED,

    API_KEY_CREATED,
    API_KEY_CHANGED,
    API_KEY_ROTATED,
    API_KEY_REVOKED,
    SIGNING_KEY_CHANGED,

    GROUP_SET,
    GROUP_REMOVED,
    GROUP_MEMBERS_SET,

    PERSON_EXPORTED,
    PERSON_ERASED;

    /** In lower case with hyphens, as {@code budget-set}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Action> of(String code) {
        return Stream.of(values()).filter(each -> each.code().equals(code)).findFirst();
    }
}
