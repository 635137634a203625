package io.baton.provider.format;

import io.baton.model.FinishReason;
import io.baton.model.ModelEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the finish reasons of all vendors mean. Letter case does not matter, nor does what follows a colon. */
final class FinishReasons {
    private enum Meaning {
        STOP,
        LENGTH,
        TOOL_CALLS,
        CONTENT_FILTER,
        /** The server gave up; the answer is incomplete. */
        FAILED,
        /** As if there were no finish reason. */
        NONE
    }

    private static final Map<String, Meaning> WORDS = new HashMap<>();

    static {
        words(Meaning.STOP, "stop", "eos", "eos_token", "end_turn", "stop_sequence", "stop_token", "complete", "done");
        words(Meaning.LENGTH, "length", "max_tokens", "max_output_tokens", "model_length", "max_length");
        words(Meaning.LENGTH, "model_context_window_exceeded", "max_new_tokens", "incomplete");
        words(Meaning.TOOL_CALLS, "tool_calls", "tool_call", "tool_use", "function_call", "function_calls");
        words(Meaning.CONTENT_FILTER, "content_filter", "sensitive", "safety", "recitation", "prohibited_content");
        words(Meaning.CONTENT_FILTER, "blocklist", "spii", "language", "refusal", "guardrail_intervened");
        words(Meaning.FAILED, "abort", "error", "network_error", "insufficient_system_resource", "other", "repetition");
        words(Meaning.FAILED, "malformed_function_call", "unexpected_tool_call", "too_many_tool_calls");
        words(Meaning.NONE, "", "null", "none", "unknown", "unspecified", "finish_reason_unspecified");
        words(Meaning.NONE, "in_progress");
    }

    /** Decides about words that are not listed. The first that occurs counts. */
    private static final List<Map.Entry<String, Meaning>> FRAGMENTS = List.of(
            Map.entry("error", Meaning.FAILED),
            Map.entry("fail", Meaning.FAILED),
            Map.entry("malformed", Meaning.FAILED),
            Map.entry("abort", Meaning.FAILED),
            Map.entry("cancel", Meaning.FAILED),
            Map.entry("timeout", Meaning.FAILED),
            Map.entry("time_out", Meaning.FAILED),
            Map.entry("overload", Meaning.FAILED),
            Map.entry("interrupt", Meaning.FAILED),
            Map.entry("filter", Meaning.CONTENT_FILTER),
            Map.entry("safety", Meaning.CONTENT_FILTER),
            Map.entry("sensitive", Meaning.CONTENT_FILTER),
            Map.entry("prohibit", Meaning.CONTENT_FILTER),
            Map.entry("block", Meaning.CONTENT_FILTER),
            Map.entry("moderat", Meaning.CONTENT_FILTER),
            Map.entry("recitation", Meaning.CONTENT_FILTER),
            Map.entry("policy", Meaning.CONTENT_FILTER),
            Map.entry("tool", Meaning.TOOL_CALLS),
            Map.entry("function", Meaning.TOOL_CALLS),
            Map.entry("length", Meaning.LENGTH),
            Map.entry("token_limit", Meaning.LENGTH),
            Map.entry("limit", Meaning.LENGTH),
            Map.entry("max_", Meaning.LENGTH));

    private FinishReasons() {}

    private static void words(Meaning meaning, String... words) {
        Stream.of(words).forEach(word -> WORDS.put(word, meaning));
    }

    /**
     * The event for a finish reason; empty if it says nothing.
     *
     * @param calledTool whether the reply has called a tool, which some vendors end with the word for a plain end
     */
    static Optional<ModelEvent> event(String word, boolean calledTool) {
        return switch (meaning(word)) {
            case STOP -> finished(calledTool ? FinishReason.TOOL_CALLS : FinishReason.STOP, word);
            case LENGTH -> finished(FinishReason.LENGTH, word);
            case TOOL_CALLS -> finished(FinishReason.TOOL_CALLS, word);
            case CONTENT_FILTER -> finished(FinishReason.CONTENT_FILTER, word);
            case FAILED -> Optional.of(new ModelEvent.Failed(word));
            case NONE -> Optional.empty();
        };
    }

    private static Optional<ModelEvent> finished(FinishReason reason, String word) {
        return Optional.of(new ModelEvent.Finished(reason, word));
    }

    /** A word that nobody knows is a plain end: what it ends is an answer. */
    private static Meaning meaning(String word) {
        var known = WORDS.get(word);
        if (known != null) {
            return known;
        }
        var plain = word.strip().toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
        var colon = plain.indexOf(':');
        var first = colon < 0 ? plain : plain.substring(0, colon).strip();
        return WORDS.getOrDefault(
                first,
                FRAGMENTS.stream()
                        .filter(each -> plain.contains(each.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(Meaning.STOP));
    }
}
