package io.baton.routing;

import java.util.regex.Pattern;

/** Recognises a remark before the actual continuation: {@code Sure, here is the continuation:}. */
final class PreambleFilter {
    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL;
    private static final String AGREES =
            "sure|certainly|of course|okay|ok\\b|absolutely|alright|got it|understood|apolog|i apolog|sorry|i['’]m sorry"
                    + "|好的|当然|没问题|明白|抱歉|对不起|很抱歉";
    private static final Pattern AGREEMENT = Pattern.compile("(" + AGREES + ").*", FLAGS);
    private static final Pattern OPENING = Pattern.compile(
            "(" + AGREES + "|here|continu|resum|picking up|i will|i['’]ll|let me|以下|下面|继续|接着|接上|续).*", FLAGS);
    private static final Pattern ABOUT_GOING_ON = Pattern.compile(
            ".*(left off|was cut off|continuation|picking up|the (rest|remainder) of (the|my)|continu(e|ing) (from|where|the|my"
                    + "|exactly)|接着(上|前|写|回答)|继续(上|前|写|回答|输出)|接上文|续写|(剩余|余下)的?(部分|内容|回答)|回答中断).*",
            FLAGS);

    /** Whether a text is the beginning of a remark. */
    enum Look {
        NO,
        TOO_SHORT,
        YES
    }

    private PreambleFilter() {}

    /** Checks the beginning of a text, without leading white space. */
    static Look look(String text) {
        var opening = OPENING.matcher(text);
        if (opening.matches()) {
            return Look.YES;
        }
        return opening.hitEnd() ? Look.TOO_SHORT : Look.NO;
    }

    /**
     * Whether a whole line that begins like a remark is one: it mentions the continuation, or agrees and ends in a
     * colon.
     */
    static boolean is(String line) {
        var announces = line.endsWith(":") || line.endsWith("：");
        return ABOUT_GOING_ON.matcher(line).matches()
                || announces && AGREEMENT.matcher(line).matches();
    }
}
