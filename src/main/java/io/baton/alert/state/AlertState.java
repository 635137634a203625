package io.baton.alert.state;

import java.util.Locale;

/** The states of an alert; docs/alerts.md has the state machine. */
enum AlertState {
    /** Beyond the limit, but not in enough evaluations in a row; shown to nobody. */
    SUSPECTED,
    OPEN,
    WORSE,
    /** An admin knows. */
    ACKNOWLEDGED,
    RESOLVED;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static AlertState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
