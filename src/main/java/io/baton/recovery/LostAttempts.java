package io.baton.recovery;

import io.baton.generation.RecoveredAnswer;
import io.baton.ledger.LostAnswers;
import io.baton.ledger.Settlement;
import io.baton.ledger.TokenCounter;
import io.baton.model.Catalog;
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

/** The requests that were under way when the owner of an answer was lost, and what they have cost by what came of them into the log. */
@ApplicationScoped
class LostAttempts {
    @Inject
    LostAnswers lostAnswers;

    @Inject
    TokenCounter counter;

    @Inject
    Catalog catalog;

    Lost of(UUID answerId, RecoveredAnswer told) {
        return new Lost(lostAnswers.openOf(answerId), told);
    }

    /** Those of one answer. */
    final class Lost {
        private final List<LostAnswers.Open> open;
        private final RecoveredAnswer told;

        private Lost(List<LostAnswers.Open> open, RecoveredAnswer told) {
            this.open = open;
            this.told = told;
        }

        Model lastAsked() {
            return open.isEmpty()
                    ? catalog.find(told.speaker()).orElseGet(catalog::defaultModel)
                    : open.getLast().model();
        }

        /** The output tokens of each. */
        Map<UUID, Integer> outputTokens() {
            var output = new HashMap<UUID, Integer>();
            said().forEach((attempt, words) -> output.put(attempt.attempt(), counter.count(attempt.model(), words)));
            return output;
        }

        /** All of them, counted. */
        List<Settlement> settled(Prompt prompt) {
            var lost = new ArrayList<Settlement>();
            said().forEach((attempt, said) -> lost.add(settled(attempt, said, prompt)));
            return lost;
        }

        /** What came of each into the log, while it was the last. */
        private Map<LostAnswers.Open, String> said() {
            var said = new LinkedHashMap<LostAnswers.Open, String>();
            for (var i = 0; i < open.size(); i++) {
                var until = i + 1 < open.size() ? open.get(i + 1).startedAt() : Instant.MAX;
                said.put(open.get(i), told.saidBetween(open.get(i).startedAt(), until));
            }
            return said;
        }

        private Settlement settled(LostAnswers.Open attempt, String said, Prompt prompt) {
            var begun = told.saidBetween(Instant.MIN, attempt.startedAt());
            var request = prompt.continuing(begun).trimmedFor(attempt.model());
            return new Settlement(
                    attempt.attempt(),
                    attempt.startedAt(),
                    attempt.model(),
                    Outcome.LOST,
                    counter.count(attempt.model(), request, said),
                    "its node was lost",
                    null,
                    null,
                    false,
                    null);
        }
    }
}
