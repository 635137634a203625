package io.baton.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a model is asked to continue an answer that another model began. */
public enum Continuation {
    /** Marks the assistant's last message with {@code "partial": true}, for DashScope. */
    PARTIAL,
    /** Marks the assistant's last message with {@code "prefix": true}, for DeepSeek and Mistral. */
    PREFIX,
    /** Sends {@code "continue_final_message": true}, for vLLM and SGLang. */
    CONTINUE_FINAL_MESSAGE,
    /** Asks in words, for models without such a flag; they may repeat text or begin with a remark. */
    INSTRUCTION;

    /** The user message for {@link #INSTRUCTION}. */
    public static final String REQUEST_TEXT = """
            The connection broke while you were answering; your answer so far is above. Continue it exactly where it \
            ends, even in the middle of a word or a code block, in the same language and form. Do not repeat anything, do \
            not comment and do not apologise: the first character that you write is the next one of the answer.""";

    /** The name used in the catalogue. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Continuation> of(String code) {
        return Arrays.stream(values()).filter(each -> each.code().equals(code)).findFirst();
    }

    /** All names, for messages. */
    public static String known() {
        return Arrays.stream(values()).map(Continuation::code).collect(Collectors.joining(", "));
    }
}
