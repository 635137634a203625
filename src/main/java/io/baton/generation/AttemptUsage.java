package io.baton.generation;

import io.baton.ledger.Settlement;
import io.baton.ledger.TokenCounter;
import io.baton.model.Charge;
import io.baton.model.Model;
import io.baton.model.Prompt;
import io.baton.model.TokenEstimate;
import io.baton.model.TokenUsage;
import io.baton.model.UsageBounds;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Logger;

/** The tokens that the attempts of one answer used: the provider's own count where it is plausible, otherwise ours. For one thread. */
final class AttemptUsage {
    private static final Logger LOG = Logger.getLogger(AttemptUsage.class.getName());

    private final Map<UUID, Estimated> estimated = new HashMap<>();

    /** What was sent to a model; needed if its provider does not count the tokens. */
    record Request(Model model, Prompt prompt) {}

    /** An attempt whose tokens are to be counted at settlement, other than those that its provider has counted. */
    private record Estimated(Request request, String output, TokenUsage counted) {
        TokenUsage completed(TokenUsage estimate) {
            return bounds(request, output).complete(counted, estimate);
        }
    }

    /** The usage depends only on the charge, whatever the outcome. */
    TokenUsage of(UUID attempt, Request request, Charge charge) {
        if (request.model().isRepeated()) {
            return TokenUsage.NONE; // whatever became of it, no request was sent
        }
        return switch (charge) {
            case Charge.NotSent() -> TokenUsage.NONE;
            case Charge.Saved saved -> TokenUsage.NONE;
            case Charge.Rejected(var counted) ->
                counted.filter(usage -> isPlausible(attempt, request, usage, ""))
                        .orElse(TokenUsage.NONE);
            case Charge.Due(var counted, var output) ->
                counted.filter(usage -> isPlausible(attempt, request, usage, output))
                        .orElseGet(() -> estimate(attempt, request, output, counted.orElse(TokenUsage.NONE)));
        };
    }

    /** Whether the usage of an attempt is an estimate until its tokens are {@link #counted}. */
    boolean isEstimated(UUID attempt) {
        return estimated.containsKey(attempt);
    }

    /** The same settlement, with the tokens counted if its usage was an estimate. */
    Settlement counted(Settlement settlement, TokenCounter counter) {
        var known = estimated.get(settlement.attempt());
        return known == null
                ? settlement
                : settlement.withUsage(known.completed(
                        counter.count(settlement.model(), known.request().prompt(), known.output())));
    }

    private TokenUsage estimate(UUID attempt, Request request, String output, TokenUsage counted) {
        var partly = new Estimated(request, output, counted);
        estimated.put(attempt, partly);
        return partly.completed(TokenUsage.estimated(request.prompt().estimatedTokens(), TokenEstimate.of(output)));
    }

    private static boolean isPlausible(UUID attempt, Request request, TokenUsage counted, String output) {
        var plausible = bounds(request, output).allow(counted);
        if (!plausible) {
            LOG.warning(() -> "attempt " + attempt + " of " + request.model().id()
                    + " can't have used what its provider says: " + counted.input() + " tokens of prompt and "
                    + counted.output() + " of output");
        }
        return plausible;
    }

    private static UsageBounds bounds(Request request, String output) {
        return UsageBounds.of(request.model(), request.prompt(), output);
    }
}
