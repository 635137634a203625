package io.baton.settings;

import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Redacts all that applications and their libraries log, in the one place that every record passes. */
final class RedactedLog implements Filter {
    private final Redaction redaction;
    private final SimpleFormatter formatter = new SimpleFormatter();

    RedactedLog(Redaction redaction) {
        this.redaction = redaction;
    }

    /** From now on, for all handlers of the server. */
    void install() {
        for (var handler : Logger.getLogger("").getHandlers()) {
            handler.setFilter(this);
        }
    }

    /** Changes a record that has a secret; logs it in any case. */
    @Override
    public boolean isLoggable(LogRecord entry) {
        var text = formatter.formatMessage(entry);
        var redacted = redaction.of(text);
        if (text != null && !text.equals(redacted)) {
            entry.setResourceBundle(null);
            entry.setParameters(null);
            entry.setMessage(redacted);
        }
        entry.setThrown(redaction.of(entry.getThrown()));
        return true;
    }
}
