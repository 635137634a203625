package io.baton.answercache;

import io.baton.model.Model;
import io.baton.model.Prompt;
import io.baton.model.ToolCall;
import io.baton.model.Turn;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of everything that decides what a model answers. Each part is preceded by its length, so that no two sets of parts agree. */
final class PromptKey {
    private final MessageDigest digest;

    private PromptKey() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * The key, hexadecimal.
     *
     * @param scope       who shares the answer
     * @param isStateless whether the answer has no conversation; then its readers get more than the text
     */
    static String of(String scope, Model model, Prompt prompt, boolean isStateless) {
        var key = new PromptKey();
        key.add(scope);
        key.add(model.id());
        key.add(model.provider());
        key.add(model.upstreamId());
        key.add(model.form().toString());
        key.add(isStateless);
        key.add(prompt.maxTokensFor(model));
        key.add(prompt.temperatureFor(model));
        key.add(prompt.options().wholeHistory());
        key.add(prompt.options().members());
        key.add(prompt.turns().size());
        prompt.turns().forEach(key::add);
        return HexFormat.of().formatHex(key.digest.digest());
    }

    private void add(Turn turn) {
        add(turn.role().wireName());
        add(turn.content());
        add(turn.callId());
        add(turn.name());
        add(turn.state().toString());
        add(turn.calls().size());
        turn.calls().forEach(this::add);
    }

    private void add(ToolCall call) {
        add(call.id());
        add(call.name());
        add(call.arguments());
        add(call.state().toString());
    }

    private void add(Object part) {
        var bytes = String.valueOf(part).getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES)
                .putInt(part == null ? -1 : bytes.length)
                .array());
        digest.update(bytes);
    }
}
