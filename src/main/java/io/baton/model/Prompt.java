package io.baton.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A complete prompt, independent of the model.
 *
 * @param turns         oldest first; in a stored conversation the first may be a system turn, and the last is the
 *                      user's
 * @param maxTokens     the requested maximum of output tokens; null for the model's own limit
 * @param temperature   0 to 2; null for the model's default
 * @param partialAnswer the text so far, which the model is to continue; empty for a new answer
 * @param options       further options
 * @param models        that may get it
 */
public record Prompt(
        List<Turn> turns,
        Integer maxTokens,
        Double temperature,
        String partialAnswer,
        Options options,
        AllowedModels models) {
    public Prompt {
        turns = List.copyOf(turns);
        if (turns.isEmpty()) {
            throw new IllegalArgumentException("a prompt needs at least one turn");
        }
    }

    /** A prompt for a new answer. */
    public Prompt(List<Turn> turns, Integer maxTokens, Double temperature) {
        this(turns, maxTokens, temperature, Options.NONE);
    }

    /** A prompt for a new answer, with options. */
    public Prompt(List<Turn> turns, Integer maxTokens, Double temperature, Options options) {
        this(turns, maxTokens, temperature, "", options, AllowedModels.ALL);
    }

    /** The same prompt, for these models and no others, whatever fails. */
    public Prompt onlyFor(AllowedModels allowed) {
        return new Prompt(turns, maxTokens, temperature, partialAnswer, options, allowed);
    }

    /** The same prompt, to be continued after {@code text}. */
    public Prompt continuing(String text) {
        return new Prompt(turns, maxTokens, temperature, text, options, models);
    }

    /** The same prompt with other turns. */
    public Prompt with(List<Turn> others) {
        return new Prompt(others, maxTokens, temperature, partialAnswer, options, models);
    }

    /**
     * The output tokens to request from {@code model}: the remaining part of the requested maximum, within the model's
     * limit.
     */
    public int maxTokensFor(Model model) {
        return maxTokens == null
                ? model.maxTokens()
                : Math.clamp(maxTokens - TokenEstimate.of(partialAnswer), 1, model.maxTokens());
    }

    public double temperatureFor(Model model) {
        return temperature == null ? model.temperature() : temperature;
    }

    /** The text of the last turn. */
    String question() {
        return turns.getLast().content();
    }

    /**
     * Whether the question is not too long for the model, and the turns that must not be dropped fit into its window
     * beside the answer, by estimate.
     */
    public boolean fits(Model model) {
        if (options.wholeHistory()) {
            return estimatedTokens() <= room(model);
        }
        return question().length() <= model.maxQuestionLength()
                && withHistory(List.of()).estimatedTokens() <= room(model);
    }

    /** The same prompt without the oldest turns that do not fit into the model's window beside the answer. */
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

    /** Whether the model may get this prompt, and has the abilities that it needs. */
    public boolean suits(Model model) {
        return models.include(model) && model.abilities().containsAll(options.needs());
    }

    /** Includes all turns, the partial answer and the tools. */
    public int estimatedTokens() {
        return turns().stream().mapToInt(TokenEstimate::of).sum()
                + TokenEstimate.of(partialAnswer)
                + TokenEstimate.of(options.promptText());
    }

    /** The highest cost of an answer: the estimated prompt and the maximum output. Zero if the price is unknown. */
    public Money maxCost(Model model) {
        return model.maxCost(trimmedFor(model).estimatedTokens(), maxTokensFor(model));
    }
}
