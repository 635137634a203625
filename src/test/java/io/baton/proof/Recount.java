package io.baton.proof;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import io.baton.ledger.TokenCounter;
import io.baton.model.Continuation;
import io.baton.model.Model;
import io.baton.model.Prompt;
import io.baton.model.Turn;
import io.baton.scripted.SeenRequest;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The bill of a request by a tokenizer, from the very texts that a scripted provider was sent and has said; its own count is
 * of words. OpenAI's is jtokkit's for GPT-4 and Qwen's that of its published vocabulary. Gemma's vocabulary is not to be
 * had: in its stead stands o200k, which is nearest to it in size.
 */
final class Recount {
    /** OpenAI: three for the frame of a message, one for its role, and three that begin the answer. */
    private static final int MESSAGE = 4;

    private static final int ANSWER = 3;
    private static final Prompt NOTHING = new Prompt(List.of(new Turn(Turn.Role.USER, "")), null, null);
    private static final Encoding GPT_4 = Encodings.newDefaultEncodingRegistry().getEncoding(EncodingType.CL100K_BASE);
    private static final Encoding O200K = Encodings.newDefaultEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    private static final TokenCounter COUNTER = new TokenCounter();
    private static final Model QWEN = new Model("q", "qwen", "qwen2.5", 100, 1_000, 1, Continuation.PARTIAL, null);

    private Recount() {}

    static int input(SeenRequest bill) {
        if (bill.contents().isEmpty()) {
            throw new IllegalStateException("its messages were too long to be kept: " + bill.id());
        }
        var tokens = tokenizer(bill.vendor());
        return ANSWER
                + bill.contents().stream()
                        .mapToInt(content -> MESSAGE + tokens.applyAsInt(content))
                        .sum();
    }

    static int output(SeenRequest bill) {
        return tokenizer(bill.vendor()).applyAsInt(bill.said());
    }

    private static ToIntFunction<String> tokenizer(String vendor) {
        return switch (vendor) {
            case "openai" -> GPT_4::countTokensOrdinary;
            case "qwen" -> text -> COUNTER.count(QWEN, NOTHING, text).output();
            case "gemma" -> O200K::countTokensOrdinary;
            default -> throw new IllegalArgumentException("no tokenizer for " + vendor);
        };
    }
}
