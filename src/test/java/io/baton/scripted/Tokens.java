package io.baton.scripted;

import java.util.List;
import java.util.function.IntFunction;

/**
 * The tokens of a text, made one by one.
 *
 * @param count how many
 * @param token the token at an index from 0
 */
record Tokens(int count, IntFunction<String> token) {
    private static final List<String> EMOJI = List.of("😀", "👩🏽‍🚀", "🇨🇭", "👨‍👩‍👧‍👦");

    String at(int index) {
        return token.apply(index);
    }

    /** At most {@code limit} of them. */
    Tokens first(int limit) {
        return new Tokens(Math.max(0, Math.min(count, limit)), token);
    }

    Tokens after(String preamble) {
        return new Tokens(count + 1, index -> index == 0 ? preamble : at(index - 1));
    }

    static Tokens of(List<String> words) {
        return new Tokens(words.size(), words::get);
    }

    /** {@code count} tokens that can be told apart, numbered on from {@code from}. */
    static Tokens numbered(String look, int from, int count) {
        return new Tokens(count, index -> numbered(look, from + index));
    }

    /**
     * The same, each with the moment at which it is due by {@code pace} where no reasoning comes before the text:
     * {@code t7@123456 }, in microseconds of {@link System#nanoTime()}, which the JVMs of a machine share.
     */
    static Tokens timed(Pace pace, int from, int count) {
        return new Tokens(count, index -> "t" + (from + index) + "@" + pace.due(index) / 1_000 + " ");
    }

    static Tokens reasoning(int count) {
        return new Tokens(count, index -> "r" + (index + 1) + " ");
    }

    private static String numbered(String look, int number) {
        return switch (look) {
            case "plain" -> "t" + number + " ";
            case "cjk" -> "第" + number + "词 ";
            case "emoji" -> EMOJI.get(number % EMOJI.size()) + number + " ";
            case "clusters" -> "\u200d🚀" + number + " 👩🏽"; // the astronaut begins in one token and ends in the next
            case "nul" -> "t" + number + "\0 ";
            default -> throw new IllegalArgumentException("no such look: " + look);
        };
    }
}
