package io.baton.routing;

/**
 * Joins the words of a model that could only be told to go on to what has been said: takes away what it repeats, and the
 * remark that it begins with. Its first words are held back until it is clear that they are neither; of what may be a
 * remark, and is no repetition, never more than {@value #MAX_REMARK} characters.
 *
 * <p>Two repetitions are told apart. Of the last words only one of {@value #MIN_OVERLAP} characters or more is taken away,
 * because a shorter one may be chance. All that was said, from its beginning on, is taken away however short it is: a model
 * that begins with the very words of the answer has nearly always begun the answer anew, and then what readers see is what it
 * says. Only words that double from the first on, such as {@code ha} and {@code haha}, lose a repetition by that.
 */
final class OverlapTrimmer {
    /** A shorter repetition may be chance. */
    static final int MIN_OVERLAP = 12;

    static final int MAX_REMARK = 200;

    private final String said;
    /** The same without white space before it. */
    private final String whole;

    private final StringBuilder held = new StringBuilder();
    private boolean remarkPossible = true;
    private boolean remarkDropped;
    private boolean joined;

    OverlapTrimmer(String said) {
        this.said = said;
        this.whole = said.stripLeading();
    }

    /** What may be said now that {@code piece} has come; may be empty. */
    String add(String piece) {
        if (joined) {
            return piece;
        }
        held.append(piece);
        return join(false);
    }

    /** The rest, where the model has come to its end. What one that broke off leaves here is better forgotten. */
    String end() {
        return joined ? "" : join(true);
    }

    private String join(boolean ended) {
        if (remarkDropped) {
            dropBlankLines();
        }
        var text = held.toString().stripLeading();
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
        return held.substring(overlap());
    }

    /** Drops the remark once it is whole. False: it can't be told yet whether there is one. */
    private boolean settleRemark(boolean ended) {
        var text = held.toString().stripLeading();
        var newline = text.indexOf('\n');
        var open = !ended && newline < 0 && held.length() < MAX_REMARK;
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
                    held.delete(0, held.length() - text.length() + newline);
                    remarkDropped = true;
                }
            }
            case NO -> {}
        }
        remarkPossible = false;
        return true;
    }

    /** A remark may also end in the last words that were said. */
    private boolean dropUpToRepetition() {
        var last = said.substring(Math.max(0, said.length() - MIN_OVERLAP));
        var at = last.length() < MIN_OVERLAP ? -1 : held.indexOf(last);
        if (at < 0 || at > MAX_REMARK) {
            return false;
        }
        held.delete(0, at);
        remarkPossible = false;
        return true;
    }

    private void dropBlankLines() {
        var rest = held.toString().replaceFirst("^\\s*\\n", "");
        held.replace(0, held.length(), rest);
    }

    /** Whether all that is held repeats some words of what was said, after which more was said. */
    private boolean mayBeOverlap() {
        var text = held.toString();
        var at = said.indexOf(text);
        return at >= 0 && at + text.length() < said.length();
    }

    /** How many of the held characters repeat the end of what was said. */
    private int overlap() {
        var text = held.toString();
        for (var length = Math.min(said.length(), text.length()); length >= MIN_OVERLAP; length--) {
            if (said.endsWith(text.substring(0, length))) {
                return length;
            }
        }
        return 0;
    }
}
