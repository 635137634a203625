package io.baton.scripted;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What is said where a script says nothing: that it is scripted, and what was asked. */
final class DefaultAnswer {
    private static final int QUOTED = 200;
    private static final Pattern CJK = Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}]");
    /** A CJK character, or a run of anything else up to its white space. */
    private static final Pattern WORD = Pattern.compile(CJK + "\\s*|(?:(?!" + CJK + ")\\S)+\\s*|\\s+");

    private DefaultAnswer() {}

    /** Word by word; joined they are the text. As many words are left out as {@code begun} has. */
    static Tokens to(String asked, String vendor, String begun) {
        String question = quoted(Directives.removedFrom(asked));
        String text = CJK.matcher(question).find() ? chinese(vendor, question) : english(vendor, question);
        List<String> words = WORD.matcher(text)
                .results()
                .skip(WORD.matcher(begun).results().count())
                .map(MatchResult::group)
                .toList();
        return Tokens.of(words);
    }

    private static String english(String vendor, String question) {
        return """
                This is a **scripted answer** by %s (no language model runs here). You asked:

                > %s

                A real model would answer now. This one only shows how an answer arrives:

                - word by word, as it is spoken,
                - with *Markdown* in it,
                - and `stop` as its finish reason.
                """.formatted(vendor, question);
    }

    private static String chinese(String vendor, String question) {
        return """
                这是 %s 的**脚本回答**（这里没有运行语言模型）。你问的是：

                > %s

                真正的模型现在会作答。这里只演示回答如何到达：

                - 一个字一个字地说出来，
                - 带有 *Markdown*，
                - 并以 `stop` 结束。
                """.formatted(vendor, question);
    }

    private static String quoted(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        int end = line.offsetByCodePoints(0, Math.min(QUOTED, line.codePointCount(0, line.length())));
        return end < line.length() ? line.substring(0, end) + "…" : line;
    }
}
