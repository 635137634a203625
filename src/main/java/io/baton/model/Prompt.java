package io.baton.model;

import java.util.List;

/**
 * All that a model is asked with, whoever the model is.
 *
 * @param turns       oldest first; a system turn, if any, is the first; the last is the user's
 * @param maxTokens   the most output tokens wanted; null: the model's own limit
 * @param temperature 0 to 2; null: the model's own
 */
public record Prompt(List<Turn> turns, Integer maxTokens, Double temperature) {
    public Prompt {
        turns = List.copyOf(turns);
        if (turns.isEmpty()) {
            throw new IllegalArgumentException("a prompt needs at least one turn");
        }
    }

    /** Characters of all turns (UTF-16). */
    public int length() {
        return turns.stream().mapToInt(turn -> turn.content().length()).sum();
    }

    /** The output tokens to ask {@code model} for: what is wanted, but never more than it can. */
    public int maxTokensFor(Model model) {
        return maxTokens == null ? model.maxTokens() : Math.min(maxTokens, model.maxTokens());
    }

    public double temperatureFor(Model model) {
        return temperature == null ? model.temperature() : temperature;
    }
}
