package io.baton.model;

import java.util.ArrayList;
import java.util.List;

/**
 * All that a model is asked with, whoever the model is.
 *
 * @param turns       oldest first; of a conversation of ours a system turn, if any, is the first, and the last is the user's
 * @param maxTokens   the most output tokens wanted; null: the model's own limit
 * @param temperature 0 to 2; null: the model's own
 * @param begun       what another model has said of the answer, to be gone on with; empty: nothing
 * @param options     what else is asked for
 */
public record Prompt(List<Turn> turns, Integer maxTokens, Double temperature, String begun, Options options) {
    public Prompt {
        turns = List.copyOf(turns);
        if (turns.isEmpty()) {
            throw new IllegalArgumentException("a prompt needs at least one turn");
        }
    }

    /** Asks for a new answer. */
    public Prompt(List<Turn> turns, Integer maxTokens, Double temperature) {
        this(turns, maxTokens, temperature, Options.NONE);
    }

    /** The same with options. */
    public Prompt(List<Turn> turns, Integer maxTokens, Double temperature, Options options) {
        this(turns, maxTokens, temperature, "", options);
    }

    /** The same question, whose answer is to go on after {@code said}. */
    public Prompt continuing(String said) {
        return new Prompt(turns, maxTokens, temperature, said, options);
    }

    /** The same with other turns. */
    public Prompt with(List<Turn> others) {
        return new Prompt(others, maxTokens, temperature, begun, options);
    }

    /** The output tokens to ask {@code model} for: what is wanted and not said yet, but never more than it can. */
    public int maxTokensFor(Model model) {
        return maxTokens == null
                ? model.maxTokens()
                : Math.clamp(maxTokens - TokenEstimate.of(begun), 1, model.maxTokens());
    }

    public double temperatureFor(Model model) {
        return temperature == null ? model.temperature() : temperature;
    }

    /** What is asked: the last turn's text. */
    String question() {
        return turns.getLast().content();
    }

    /** Whether the model takes a question of this length, and what must not be left out fits beside the answer, by estimate. */
    public boolean fits(Model model) {
        if (options.wholeHistory()) {
            return estimatedTokens() <= room(model);
        }
        return question().length() <= model.maxQuestionLength()
                && withHistory(List.of()).estimatedTokens() <= room(model);
    }

    /** The same prompt with as much history as fits the model's window beside the answer: the oldest turns go first. */
    public Prompt trimmedFor(Model model) {
        if (options.wholeHistory()) {
            return this;
        }
        var room = room(model) - withHistory(List.of()).estimatedTokens();
        var history = history();
        var from = history.size();
        while (from > 0) {
            room -= TokenEstimate.of(history.get(from - 1));
            if (room < 0) {
                break;
            }
            from--;
        }
        while (from < history.size() && history.get(from).role() == Turn.Role.ASSISTANT) {
            from++;
        }
        return from == 0 ? this : withHistory(history.subList(from, history.size()));
    }

    private int room(Model model) {
        return model.contextWindow() - maxTokensFor(model);
    }

    private boolean hasSystem() {
        return turns.size() > 1 && turns.getFirst().role() == Turn.Role.SYSTEM;
    }

    private List<Turn> history() {
        return turns.subList(hasSystem() ? 1 : 0, turns.size() - 1);
    }

    private Prompt withHistory(List<Turn> history) {
        var kept = new ArrayList<Turn>();
        if (hasSystem()) {
            kept.add(turns.getFirst());
        }
        kept.addAll(history);
        kept.add(turns.getLast());
        return with(kept);
    }

    /** Of all turns, of what has been said of the answer, and of the tools. */
    public int estimatedTokens() {
        return turns().stream().mapToInt(TokenEstimate::of).sum()
                + TokenEstimate.of(begun)
                + TokenEstimate.of(options.counted());
    }

    /** The most that the model's answer to it may cost: itself by estimate, and all the output it may have. Nothing where the price is not known. */
    public Money mostOf(Model model) {
        return model.mostOf(trimmedFor(model).estimatedTokens(), maxTokensFor(model));
    }
}
