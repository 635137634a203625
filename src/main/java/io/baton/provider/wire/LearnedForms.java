package io.baton.provider.wire;

import io.baton.model.Model;
import io.baton.model.RequestForm;
import io.baton.provider.format.ErrorWords;
import jakarta.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Members that a model's provider has refused although only Baton adds them. They are left out of further requests, until
 * this node restarts. What is known should be in the catalogue, because each is learned by a request that fails.
 */
final class LearnedForms {
    private static final String MAX_TOKENS = "max_tokens";
    private static final String MAX_COMPLETION_TOKENS = "max_completion_tokens";
    private static final String STREAM_OPTIONS = "stream_options";
    private static final List<String> LEARNABLE = List.of(
            MAX_TOKENS,
            MAX_COMPLETION_TOKENS,
            STREAM_OPTIONS,
            "temperature",
            "reasoning_content",
            "reasoning_details",
            "reasoning",
            "extra_content");
    private static final Pattern UNKNOWN_MEMBER = Pattern.compile(
            "unsupported|not supported|does not support|n't support|unrecognized|unknown|unexpected|extra_forbidden"
                    + "|extra inputs|extra fields|not permitted|not allowed|no longer");
    /** Servers that refuse unknown members without naming them. */
    private static final Pattern STRICT = Pattern.compile("extra_forbidden|extra inputs|extra fields|unrecognized");

    private static final Map<String, Set<String>> REFUSED = new ConcurrentHashMap<>();

    private LearnedForms() {}

    /** The form for the next request to this model. */
    static RequestForm of(Model model) {
        var refused = REFUSED.get(model.id());
        if (refused == null) {
            return model.form();
        }
        var form = model.form();
        var omitted = new HashSet<>(form.omitted());
        omitted.addAll(refused);
        return new RequestForm(
                refused.contains(form.maxTokensName()) ? other(form.maxTokensName()) : form.maxTokensName(),
                omitted,
                form.members(),
                form.headers(),
                form.systemRole());
    }

    private static String other(String name) {
        return name.equals(MAX_TOKENS) ? MAX_COMPLETION_TOKENS : MAX_TOKENS;
    }

    /**
     * Learns from an error response; empty if there is nothing to learn, so that the request must count as refused. A
     * sentence that may quote the caller teaches nothing: what one caller writes must not change what others send.
     *
     * @param isCallers   whether the caller has set a member
     * @param callersText all that the caller has written in the request
     */
    static Optional<String> learn(Model model, Predicate<String> isCallers, String callersText, JsonObject error) {
        var words = ErrorWords.of(error);
        var said = callersText.toLowerCase(Locale.ROOT);
        if (!says(UNKNOWN_MEMBER, words, said)) {
            return Optional.empty();
        }
        var form = of(model);
        Predicate<String> isSent = member -> isSent(member, form, model, isCallers);
        var refused = named(words.names(), isSent)
                .or(() -> named(words.prose(), isSent.and(member -> !said.contains(member))))
                .or(() -> says(STRICT, words, said) && isSent.test(STREAM_OPTIONS)
                        ? Optional.of(STREAM_OPTIONS)
                        : Optional.empty());
        refused.ifPresent(member -> REFUSED.merge(model.id(), Set.of(member), LearnedForms::union));
        return refused;
    }

    /** Whether the provider uses such a word, and the caller does not. */
    private static boolean says(Pattern pattern, ErrorWords words, String said) {
        return pattern.matcher(words.names()).find()
                || pattern.matcher(words.prose()).results().anyMatch(word -> !said.contains(word.group()));
    }

    private static Optional<String> named(String text, Predicate<String> isSent) {
        return LEARNABLE.stream()
                .filter(member ->
                        Pattern.compile("\\b" + member + "\\b").matcher(text).find())
                .filter(isSent)
                .findFirst();
    }

    private static boolean isSent(String member, RequestForm form, Model model, Predicate<String> isCallers) {
        if (member.equals(MAX_TOKENS) || member.equals(MAX_COMPLETION_TOKENS)) {
            var isChanged = !form.maxTokensName().equals(model.form().maxTokensName());
            return member.equals(form.maxTokensName())
                    && !isChanged
                    && !form.omitted().contains(member);
        }
        return !form.omitted().contains(member) && !isCallers.test(member);
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        var both = new HashSet<>(one);
        both.addAll(other);
        return Set.copyOf(both);
    }
}
