package io.baton.routing;

/**
 * Joins the continuation by a model that was only instructed in words to the text so far: removes repeated text and a
 * remark at the beginning. Buffers the first words until it is clear that they are neither; at most {@value
 * #MAX_REMARK} characters of a possible remark.
 *
 * <p>There are two kinds of repetition. A repetition of the last words is removed only from {@value #MIN_OVERLAP}
 * characters on, because a shorter one may be chance. A repetition of the whole text from its beginning is always
 * removed: a model that starts with the very beginning of the answer has nearly always started over. This breaks only
 * text that doubles itself, such as {@code ha} and {@code haha}.
 */
final class OverlapTrimmer {
    /** A shorter repetition may be chance. */
    static final int MIN_OVERLAP = 12;

    static final int MAX_REMARK = 200;

    private final String answerSoFar;
    /** The same without leading white space. */
    private final String whole;

    private final StringBuilder buffer = new StringBuilder();
    private boolean remarkPossible = true;
    private boolean remarkDropped;
    private boolean joined;

    OverlapTrimmer(String answerSoFar) {
        this.answerSoFar = answerSoFar;
        this.whole = answerSoFar.stripLeading();
    }

    /** Returns the text that may be emitted now; may be empty. */
    String add(String piece) {
        if (joined) {
            return piece;
        }
        buffer.append(piece);
        return join(false);
    }

    /** Returns the rest when the model has finished. The rest of a model that broke off is discarded. */
    String end() {
        return joined ? "" : join(true);
    }

    private String join(boolean ended) {
        if (remarkDropped) {
            dropBlankLines();
        }
        var text = buffer.toString().stripLeading();
        if (!ended && text.length() < whole.length() && whole.startsWith(text)) {
            return "";
        }
        if (!whole.isEmpty() && text.startsWith(whole)) {
            joined = true;
            return text.substring(whole.length());
        }
        if (remarkPossible) {
            return settleRemark(ended) ? join(ended) : "";
        }
        if (!ended && mayBeOverlap()) {
            return "";
        }
        joined = true;
        return buffer.substring(overlap());
    }

    /** Removes the remark once it is complete. False if it is not clear yet whether there is one. */
    private boolean settleRemark(boolean ended) {
        var text = buffer.toString().stripLeading();
        var newline = text.indexOf('\n');
        var open = !ended && newline < 0 && buffer.length() < MAX_REMARK;
        switch (PreambleFilter.look(text)) {
            case TOO_SHORT -> {
                if (open) {
                    return false;
                }
            }
            case YES -> {
                if (dropUpToRepetition()) {
                    return true;
                }
                if (open) {
                    return false;
                }
                if (newline >= 0
                        && newline < MAX_REMARK
                        && PreambleFilter.is(text.substring(0, newline).strip())) {
                    buffer.delete(0, buffer.length() - text.length() + newline);
                    remarkDropped = true;
                }
            }
            case NO -> {}
        }
        remarkPossible = false;
        return true;
    }

    /** A remark may also lead into a repetition of the last words. */
    private boolean dropUpToRepetition() {
        var last = answerSoFar.substring(Math.max(0, answerSoFar.length() - MIN_OVERLAP));
        var at = last.length() < MIN_OVERLAP ? -1 : buffer.indexOf(last);
        if (at < 0 || at > MAX_REMARK) {
            return false;
        }
        buffer.delete(0, at);
        remarkPossible = false;
        return true;
    }

    private void dropBlankLines() {
        var rest = buffer.toString().replaceFirst("^\\s*\\n", "");
        buffer.replace(0, buffer.length(), rest);
    }

    /** Whether the buffer occurs in the text so far, but not at its end. */
    private boolean mayBeOverlap() {
        var text = buffer.toString();
        var at = answerSoFar.indexOf(text);
        return at >= 0 && at + text.length() < answerSoFar.length();
    }

    /** The number of buffered characters that repeat the end of the text so far. */
    private int overlap() {
        var text = buffer.toString();
        for (var length = Math.min(answerSoFar.length(), text.length()); length >= MIN_OVERLAP; length--) {
            if (answerSoFar.endsWith(text.substring(0, length))) {
                return length;
            }
        }
        return 0;
    }
}
