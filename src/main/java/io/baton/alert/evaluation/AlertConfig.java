package io.baton.alert.evaluation;

import io.baton.settings.AllowedValues;
import jakarta.enterprise.context.Dependent;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The evaluation of alerts, under {@code alerts.}. Limits are set per rule, by the API. */
@ConfigProperties(prefix = "alerts")
@Dependent
public class AlertConfig {
    /** Between two evaluations of all nodes together, and between two reports of each node about itself. */
    @ConfigProperty(name = "period", defaultValue = "PT15S")
    @AllowedValues(from = "PT0.2S", to = "PT5M")
    public Duration period;

    /** The time before an evaluation whose attempts count for error rates, first outputs and estimates. */
    @ConfigProperty(name = "window", defaultValue = "PT3M")
    @AllowedValues(from = "PT2S", to = "PT1H")
    public Duration window;

    /** How long a value must be clear of its limit before its alert is resolved. */
    @ConfigProperty(name = "calm", defaultValue = "PT2M")
    @AllowedValues(from = "PT0.2S", to = "P1D")
    public Duration calm;

    /** The weeks that anomalies are compared with. */
    @ConfigProperty(name = "history-weeks", defaultValue = "6")
    @AllowedValues(from = "3", to = "7")
    public int historyWeeks;

    /** How long resolved alerts are kept. */
    @ConfigProperty(name = "kept", defaultValue = "P365D")
    @AllowedValues(from = "P1D", to = "P3650D")
    public Duration kept;
}
