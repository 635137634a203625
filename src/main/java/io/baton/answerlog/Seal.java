package io.baton.answerlog;

import io.baton.answer.Frame;
import java.util.List;

/** The result of sealing a log in Redis for an epoch. */
public sealed interface Seal {
    /** Only our epoch can append now; contains the existing frames. */
    record Ours(List<Frame> frames) implements Seal {}

    /** A newer epoch owns the answer. */
    record Theirs() implements Seal {}
}
