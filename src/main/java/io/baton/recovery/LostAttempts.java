package io.baton.recovery;

import io.baton.catalog.Catalog;
import io.baton.generation.RecoveredAnswer;
import io.baton.ledger.LostAnswers;
import io.baton.ledger.Settlement;
import io.baton.ledger.TokenCounter;
import io.baton.model.Model;
import io.baton.model.Outcome;
import io.baton.model.Prompt;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The attempts of an answer that were open when its owner failed. Their cost is counted by their output in the log. */
@ApplicationScoped
class LostAttempts {
    @Inject
    LostAnswers lostAnswers;

    @Inject
    TokenCounter counter;

    @Inject
    Catalog catalog;

    Lost of(UUID answerId, RecoveredAnswer recovered) {
        return new Lost(answerId, lostAnswers.openOf(answerId), recovered);
    }

    /** The open attempts of one answer. */
    final class Lost {
        private final UUID answerId;
        private final List<LostAnswers.Open> open;
        private final RecoveredAnswer recovered;

        private Lost(UUID answerId, List<LostAnswers.Open> open, RecoveredAnswer recovered) {
            this.answerId = answerId;
            this.open = open;
            this.recovered = recovered;
        }

        Model lastAsked() {
            return open.isEmpty()
                    ? catalog.find(recovered.speaker()).orElseGet(catalog::defaultModel)
                    : open.getLast().model();
        }

        /** The output tokens of each open attempt. */
        Map<UUID, Integer> outputTokens() {
            var tokens = new HashMap<UUID, Integer>();
            outputs()
                    .forEach(
                            (attempt, output) -> tokens.put(attempt.attempt(), counter.count(attempt.model(), output)));
            return tokens;
        }

        /** All attempts of the answer: those that had ended, then the open ones, counted. */
        List<Settlement> settled(Prompt prompt) {
            var all = new ArrayList<>(lostAnswers.endedOf(answerId));
            outputs().forEach((attempt, output) -> all.add(settled(attempt, output, prompt)));
            return all;
        }

        /** The output of each attempt in the log, up to the start of the next one. */
        private Map<LostAnswers.Open, String> outputs() {
            var outputs = new LinkedHashMap<LostAnswers.Open, String>();
            for (var i = 0; i < open.size(); i++) {
                var until = i + 1 < open.size() ? open.get(i + 1).startedAt() : Instant.MAX;
                outputs.put(open.get(i), recovered.outputBetween(open.get(i).startedAt(), until));
            }
            return outputs;
        }

        private Settlement settled(LostAnswers.Open attempt, String output, Prompt prompt) {
            var before = recovered.outputBetween(Instant.MIN, attempt.startedAt());
            var request = prompt.continuing(before).trimmedFor(attempt.model());
            return new Settlement(
                    attempt.attempt(),
                    attempt.startedAt(),
                    attempt.model(),
                    Outcome.LOST,
                    counter.count(attempt.model(), request, output),
                    "its node was lost",
                    null,
                    null,
                    false,
                    null);
        }
    }
}
