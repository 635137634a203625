package io.baton.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a model is made to go on with an answer that another one has begun. */
public enum Continuation {
    /** The assistant's last message is marked {@code "partial": true}, as DashScope wants it. */
    PARTIAL,
    /** The assistant's last message is marked {@code "prefix": true}, as DeepSeek and Mistral want it. */
    PREFIX,
    /** The request says {@code "continue_final_message": true}, as vLLM and SGLang want it. */
    CONTINUE_FINAL_MESSAGE,
    /** It can only be told so in words, and may repeat itself or begin with a remark. */
    INSTRUCTION;

    /** What it is told then, as the user. */
    public static final String WORDS = """
            The connection broke while you were answering; your answer so far is above. Continue it exactly where it \
            ends, even in the middle of a word or a code block, in the same language and form. Do not repeat anything, do \
            not comment and do not apologise: the first character that you write is the next one of the answer.""";

    /** As the catalogue writes it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Continuation> of(String code) {
        return Arrays.stream(values()).filter(each -> each.code().equals(code)).findFirst();
    }

    static String known() {
        return Arrays.stream(values()).map(Continuation::code).collect(Collectors.joining(", "));
    }
}
