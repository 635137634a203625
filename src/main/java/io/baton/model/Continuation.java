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
