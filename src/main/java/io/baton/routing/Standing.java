package io.baton.routing;

import io.baton.model.Model;
import io.baton.model.Outcome;
import io.baton.platform.SlidingWindows;
import io.baton.platform.SlidingWindows.Window;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/**
 * Whether a model may be asked now: by the requests that its provider and it had within the last minute and by the
 * failures that it had within the last five, over all nodes.
 */
@ApplicationScoped
public class Standing {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    @Inject
    SlidingWindows windows;

    @Inject
    @ConfigProperties
    StandingConfig config;

    /** How a model stands. */
    public sealed interface Verdict {
        /** It may be asked. */
        record Open() implements Verdict {}

        /** It had too many requests; after {@code again} there is room. */
        record Busy(Duration again) implements Verdict {}

        /** It failed too often; after {@code again} it is tried again. */
        record Failing(Duration again) implements Verdict {}
    }

    /** Asks for one request to the model, and counts it where it is granted. */
    Verdict request(Model model) {
        return judge(model, windows.take(List.of(provider(model), requests(model), errors(model))));
    }

    /** The same, though it failed too often: for when no other is left. */
    Verdict requestInSpite(Model model) {
        return judge(model, windows.take(List.of(provider(model), requests(model))));
    }

    /** How it stands, without asking for a request. */
    public Verdict of(Model model) {
        return judge(model, windows.peek(List.of(provider(model), requests(model), errors(model))));
    }

    /** Learns how a request to the model ended. */
    public void learn(Model model, Outcome outcome) {
        if (outcome.isFailure()) {
            windows.note(errors(model));
        }
    }

    private Verdict judge(Model model, Duration wait) {
        if (wait.isZero()) {
            return new Verdict.Open();
        }
        var busy = windows.peek(List.of(provider(model), requests(model)));
        return busy.isZero() ? new Verdict.Failing(wait) : new Verdict.Busy(busy);
    }

    private Window provider(Model model) {
        return new Window("provider:" + model.provider(), config.providerRequestsPerMinute, MINUTE, true);
    }

    private Window requests(Model model) {
        return new Window("model:" + model.id(), config.modelRequestsPerMinute, MINUTE, true);
    }

    private Window errors(Model model) {
        return new Window("errors:" + model.id(), config.modelErrorsPerFiveMinutes, FIVE_MINUTES, false);
    }
}
